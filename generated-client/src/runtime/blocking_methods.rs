//! What generated requests have without async; nothing without the feature `blocking`.

macro_rules! blocking {
    ($request:ident, list $item:ty) => {
        $crate::runtime::blocking!($request, $crate::runtime::Page<$item>);

        #[cfg(feature = "blocking")]
        impl $request {
            /// [`pages`](Self::pages) as an iterator; with the feature `blocking`.
            #[inline]
            pub fn pages_blocking(self) -> $crate::runtime::BlockingPages<$item> {
                $crate::runtime::BlockingPages::new(self.pages())
            }

            /// [`stream`](Self::stream) as an iterator; with the feature `blocking`.
            #[inline]
            pub fn iter_blocking(self) -> $crate::runtime::BlockingItems<$item> {
                $crate::runtime::BlockingItems::new(self.stream())
            }
        }
    };
    ($request:ident, $output:ty) => {
        #[cfg(feature = "blocking")]
        impl $request {
            /// [`send`](Self::send) without async: waits for the answer, and is an error in an
            /// async runtime. With the feature `blocking`.
            #[inline]
            pub fn send_blocking(self) -> $crate::runtime::Result<$output> {
                $crate::runtime::blocking::wait(self.send())
            }

            /// [`response`](Self::response) without async: waits for the answer, and is an error in an
            /// async runtime. With the feature `blocking`.
            #[inline]
            pub fn response_blocking(self) -> $crate::runtime::Result<$crate::runtime::Response<$output>> {
                $crate::runtime::blocking::wait(self.response())
            }
        }
    };
}

pub(crate) use blocking;
