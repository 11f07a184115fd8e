//! The methods of generated requests.
//!
//! Each type has its own methods instead of those of a shared generic type, so the documentation of an
//! operation shows all of them. They are `#[inline]`, so an unused method is not compiled.

/// A request whose response is one value or empty.
#[doc(hidden)]
#[macro_export]
macro_rules! __request {
    ($request:ident, $output:ty) => {
        $crate::generated_code::request!(@methods $request, $output, value);
    };
    ($request:ident) => {
        $crate::generated_code::request!(@methods $request, (), nothing);
    };
    ($request:ident, $output:ty => status) => {
        $crate::generated_code::request!(@methods $request, $output, status);
    };
    ($request:ident => text) => {
        $crate::generated_code::request!(@methods $request, String, text);
    };
    ($request:ident => bytes) => {
        $crate::generated_code::request!(@methods $request, Vec<u8>, bytes);
    };
    ($request:ident => location) => {
        $crate::generated_code::request!(@methods $request, String, location);
    };
    (@methods $request:ident, $output:ty, $reader:ident) => {
        /// # Sending
        ///
        /// Methods that send the request.
        impl $request {
            /// Sends the request and returns the value, like `.await` on the request itself.
            #[inline]
            pub fn send(self) -> impl Future<Output = $crate::Result<$output>> + Send + 'static {
                std::future::IntoFuture::into_future(self)
            }

            /// Sends the request and returns the value with the status, the headers and the request ID.
            #[inline]
            pub fn response(
                self,
            ) -> impl Future<Output = $crate::Result<$crate::Response<$output>>> + Send + 'static {
                std::future::IntoFuture::into_future(self).0
            }

            $crate::generated_code::blocking!($output);
        }

        /// Sends the request and returns the value: `request.await`.
        impl std::future::IntoFuture for $request {
            type Output = $crate::Result<$output>;
            type IntoFuture =
                $crate::generated_code::ValueFuture<$crate::generated_code::ResponseFuture<$output>>;

            #[inline]
            fn into_future(self) -> Self::IntoFuture {
                let reader = $crate::generated_code::read::$reader::<$output>();
                $crate::generated_code::ValueFuture($crate::generated_code::ResponseFuture::of(self.0, &reader))
            }
        }

        $crate::generated_code::request!(@options $request);
    };
    (@options $request:ident) => {
        /// # Options
        ///
        /// Methods that override settings of the client for this request.
        impl $request {
            /// Limits the time of one attempt, from connecting to the last byte of the response body.
            #[inline]
            pub fn with_timeout(self, timeout: std::time::Duration) -> Self {
                Self(self.0.with_timeout(timeout))
            }

            /// Limits the time of the call, including all attempts and the waits between them. For a
            /// list, each page is one call.
            #[inline]
            pub fn with_total_timeout(self, timeout: std::time::Duration) -> Self {
                Self(self.0.with_total_timeout(timeout))
            }

            /// Sets which failed attempts are retried, and when.
            #[inline]
            pub fn with_retry(self, policy: $crate::RetryPolicy) -> Self {
                Self(self.0.with_retry(policy))
            }

            /// Sends a header that the OpenAPI document does not define.
            #[inline]
            pub fn with_header(self, name: &str, value: &str) -> Self {
                Self(self.0.with_header(name, value))
            }
        }
    };
}

/// A request for a list that consists of several pages.
#[doc(hidden)]
#[macro_export]
macro_rules! __list {
    ($request:ident, $item:ty, $key:literal, $parameter:literal, $max:literal $(=> $next:expr)?) => {
        $crate::generated_code::list!(
            @methods $request, $item,
            $crate::generated_code::PageSpec {
                page_size: Some(($parameter, $max)),
                ..$crate::generated_code::list!(@spec $key $(, $next)?)
            },
            {
                #[doc = concat!(
                    "Sets the number of items in a page, from 1 to ", $max, ". A larger number is treated as ",
                    $max, "."
                )]
                #[inline]
                pub fn page_size(self, size: u32) -> Self {
                    Self(self.0.with_page_size(size))
                }
            }
        );
    };
    ($request:ident, $item:ty, $key:literal $(=> $next:expr)?) => {
        $crate::generated_code::list!(
            @methods $request, $item, $crate::generated_code::list!(@spec $key $(, $next)?), {}
        );
    };
    (@spec $key:literal) => {
        $crate::generated_code::list!(@spec $key, $crate::generated_code::Continuation::Link)
    };
    (@spec $key:literal, $next:expr) => {
        $crate::generated_code::PageSpec { key: $key, page_size: None, next: $next }
    };
    (@methods $request:ident, $item:ty, $spec:expr, { $($page_size:tt)* }) => {
        /// # Paging
        ///
        /// Methods that select a part of the list and set how its pages are requested.
        impl $request {
            /// Limits the number of items over all pages. After them, the cursor leads to the next item. With
            /// 0, the client sends nothing.
            #[inline]
            pub fn limit(self, limit: u64) -> Self {
                Self(self.0.with_limit(limit))
            }

            $($page_size)*

            /// Limits the number of pages that the client requests. After it, the cursor leads to the next
            /// page. With 0, the client sends nothing.
            #[inline]
            pub fn with_max_pages(self, pages: u64) -> Self {
                Self(self.0.with_max_pages(pages))
            }

            /// Resumes the list at a cursor. The cursor's filters and page size override those of this
            /// request. If both have a limit, the lower one applies. A cursor of another list is an
            /// error, and nothing is sent.
            #[inline]
            pub fn with_cursor(self, cursor: $crate::Cursor) -> Self {
                Self(self.0.with_cursor(cursor))
            }

            /// Requests the next page while the current one is used. It requests one page ahead, and
            /// none beyond the limit.
            #[inline]
            pub fn with_prefetch(self) -> Self {
                Self(self.0.with_prefetch())
            }
        }

        /// # Sending
        ///
        /// Methods that send the request.
        impl $request {
            /// Sends the request and returns the first page, like `.await` on the request itself. `stream`
            /// and `pages` return the whole list.
            #[inline]
            pub fn send(self) -> impl Future<Output = $crate::Result<$crate::Page<$item>>> + Send + 'static {
                std::future::IntoFuture::into_future(self)
            }

            /// Sends the request and returns the first page with the status, the headers and the request ID.
            #[inline]
            pub fn response(
                self,
            ) -> impl Future<Output = $crate::Result<$crate::Response<$crate::Page<$item>>>> + Send + 'static
            {
                std::future::IntoFuture::into_future(self).0
            }

            /// Returns the pages, which are requested one after the other.
            #[inline]
            pub fn pages(self) -> $crate::Pages<$item> {
                $crate::generated_code::pages(self.0, $spec)
            }

            /// Returns the items of all pages. The next page is requested when the current one is
            /// exhausted.
            #[inline]
            pub fn stream(self) -> $crate::Items<$item> {
                $crate::generated_code::items(self.0, $spec)
            }

            $crate::generated_code::blocking!(list $item);
        }

        /// Sends the request and returns the first page: `request.await`. `stream` and `pages` return the
        /// whole list.
        impl std::future::IntoFuture for $request {
            type Output = $crate::Result<$crate::Page<$item>>;
            type IntoFuture = $crate::generated_code::ValueFuture<$crate::generated_code::FirstPage<$item>>;

            #[inline]
            fn into_future(self) -> Self::IntoFuture {
                $crate::generated_code::ValueFuture($crate::generated_code::FirstPage::of(self.0, $spec))
            }
        }

        $crate::generated_code::request!(@options $request);
    };
}
