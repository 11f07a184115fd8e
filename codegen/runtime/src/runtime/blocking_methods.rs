//! What generated requests have without async; nothing without the feature `blocking`.

#[cfg(feature = "blocking")]
#[doc(hidden)]
#[macro_export]
macro_rules! __blocking {
    ($request:ident, list $item:ty) => {
        $crate::generated_code::blocking!($request, $crate::generated_code::Page<$item>);

        impl $request {
            /// [`pages`](Self::pages) as an iterator; with the feature `blocking`.
            #[inline]
            pub fn pages_blocking(self) -> $crate::generated_code::BlockingPages<$item> {
                $crate::generated_code::blocking_pages(self.pages())
            }

            /// [`stream`](Self::stream) as an iterator; with the feature `blocking`.
            #[inline]
            pub fn iter_blocking(self) -> $crate::generated_code::BlockingItems<$item> {
                $crate::generated_code::blocking_items(self.stream())
            }
        }
    };
    ($request:ident, $output:ty) => {
        impl $request {
            /// [`send`](Self::send) without async: waits for the answer, and is an error in an
            /// async runtime. With the feature `blocking`.
            #[inline]
            pub fn send_blocking(self) -> $crate::generated_code::Result<$output> {
                $crate::generated_code::wait(self.send())
            }

            /// [`response`](Self::response) without async: waits for the answer, and is an error in an
            /// async runtime. With the feature `blocking`.
            #[inline]
            pub fn response_blocking(
                self,
            ) -> $crate::generated_code::Result<$crate::generated_code::Response<$output>> {
                $crate::generated_code::wait(self.response())
            }
        }
    };
}

/// Without the feature `blocking`.
#[cfg(not(feature = "blocking"))]
#[doc(hidden)]
#[macro_export]
macro_rules! __blocking {
    ($($request:tt)*) => {};
}
