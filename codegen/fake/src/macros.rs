//! The methods of the fake of a generated client.
//!
//! Each generated crate declares its own `Fake`, because only that crate has the type of the client.

/// Implements the `Fake` of a generated client.
#[doc(hidden)]
#[macro_export]
macro_rules! __fake {
    ($fake:ident, $client:path, $credentials:path, $tables:path) => {
        impl $fake {
            /// Starts a fake on a free port of this machine, without resources.
            ///
            /// # Errors
            ///
            /// Returns an error if the system provides no port or no thread.
            #[allow(clippy::unused_async, reason = "the server has its own thread")]
            pub async fn start() -> std::io::Result<Self> {
                Self::start_blocking()
            }

            /// The same without async.
            ///
            /// # Errors
            ///
            /// Returns the same errors as [`start`](Self::start).
            pub fn start_blocking() -> std::io::Result<Self> {
                Self::start_with(|_| true)
            }

            /// Starts a fake of the documents whose modules are selected.
            fn start_with(is_selected: impl Fn(&str) -> bool) -> std::io::Result<Self> {
                let tables = $tables.iter().filter(|(module, _)| is_selected(module));
                let tables: Vec<&str> = tables.map(|(_, table)| *table).collect();
                $crate::Engine::of_tables(&tables).and_then($crate::Server::start).map(Self)
            }

            /// Returns a client with the credentials of the fake. It sends all requests to the fake.
            ///
            /// # Panics
            ///
            /// Panics if the HTTP client cannot be initialized.
            pub fn client(&self) -> $client {
                let built = <$client>::builder(self.credentials()).base_url(self.base_url()).build();
                built.unwrap_or_else(|error| panic!("{error}"))
            }

            /// Returns the credentials that the fake accepts.
            pub fn credentials(&self) -> $credentials {
                <$credentials>::auth_token(self.account_sid(), self.auth_token())
            }
        }

        /// The examples of the documentation.
        #[doc(hidden)]
        #[allow(clippy::missing_panics_doc, reason = "an example that fails is an error of its test")]
        impl $fake {
            /// Runs an example of a module. The resources that it names exist.
            pub fn example(
                module: &str,
                code: impl AsyncFn($client) -> Result<(), Box<dyn std::error::Error>>,
            ) {
                Self::run(module, |fake| fake.credentials(), code);
            }

            /// The same with the credentials of an operation that requires a bearer token.
            pub fn example_with_token(
                module: &str,
                code: impl AsyncFn($client) -> Result<(), Box<dyn std::error::Error>>,
            ) {
                let token = |fake: &Self| <$credentials>::bearer_token(fake.auth_token());
                Self::run(module, |fake| token(fake).for_account(fake.account_sid()), code);
            }

            /// The same with the credentials of an operation that requires a key in a parameter.
            pub fn example_with_key(
                module: &str,
                code: impl AsyncFn($client) -> Result<(), Box<dyn std::error::Error>>,
            ) {
                let key = |fake: &Self| <$credentials>::parameter_key(fake.auth_token());
                Self::run(module, |fake| key(fake).for_account(fake.account_sid()), code);
            }

            fn run(
                module: &str,
                credentials: impl Fn(&Self) -> $credentials,
                code: impl AsyncFn($client) -> Result<(), Box<dyn std::error::Error>>,
            ) {
                let started = Self::start_with(|known| known == module);
                let fake = started.unwrap_or_else(|error| panic!("{error}"));
                let client = || {
                    let built = <$client>::builder(credentials(&fake)).base_url(fake.url_of(module)).build();
                    built.unwrap_or_else(|error| panic!("{error}"))
                };
                let run = || {
                    let result = $crate::block_on(code(client()));
                    result.unwrap_or_else(|error| panic!("{error}"))
                };
                let mut result = run();
                // The example names resources that nothing has created yet.
                if result.is_err() && fake.insert_missing() {
                    result = run();
                }
                result.unwrap_or_else(|error| panic!("{error}"));
            }
        }

        impl std::ops::Deref for $fake {
            type Target = $crate::Server;

            fn deref(&self) -> &$crate::Server {
                &self.0
            }
        }

        impl std::fmt::Debug for $fake {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.debug_struct(stringify!($fake)).field("url", &self.url()).finish_non_exhaustive()
            }
        }
    };
}

pub use __fake as fake;
