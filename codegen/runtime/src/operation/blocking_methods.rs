//! The blocking methods of generated requests. Without the feature `blocking` there are none.

#[cfg(feature = "blocking")]
#[doc(hidden)]
#[macro_export]
macro_rules! __blocking {
    (list $item:ty) => {
        $crate::generated_code::blocking!($crate::Page<$item>);

        /// Returns [`pages`](Self::pages) as an iterator. Requires the feature `blocking`.
        #[inline]
        pub fn pages_blocking(self) -> $crate::BlockingPages<$item> {
            $crate::generated_code::blocking_pages(self.pages())
        }

        /// Returns [`stream`](Self::stream) as an iterator. Requires the feature `blocking`.
        #[inline]
        pub fn iter_blocking(self) -> $crate::BlockingItems<$item> {
            $crate::generated_code::blocking_items(self.stream())
        }
    };
    ($output:ty) => {
        /// Blocks the thread until [`send`](Self::send) is complete. Requires the feature `blocking`.
        ///
        /// Inside an async function, it returns an error; call it with `tokio::task::spawn_blocking` there.
        #[inline]
        pub fn send_blocking(self) -> $crate::Result<$output> {
            $crate::generated_code::wait(self.send())
        }

        /// Blocks the thread until [`response`](Self::response) is complete. Requires the feature `blocking`.
        ///
        /// Inside an async function, it returns an error; call it with `tokio::task::spawn_blocking` there.
        #[inline]
        pub fn response_blocking(self) -> $crate::Result<$crate::Response<$output>> {
            $crate::generated_code::wait(self.response())
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
