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
                $crate::Engine::of_tables($tables).and_then($crate::Server::start).map(Self)
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
