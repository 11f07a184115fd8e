//! Lists that consist of several pages: the next page, the end of the list, and the position in it.

mod continuation;
mod envelope;
mod first_page;
mod item_list;
mod items;
mod link;
mod list_call;
mod page;
mod page_keys;
mod page_spec;
mod pager_state;
mod pages;
mod resume;
mod visited;

pub use continuation::Continuation;
pub use first_page::FirstPage;
pub use items::{Items, items};
pub use list_call::ListCall;
pub use page::{Page, PageMeta};
pub use page_spec::PageSpec;
pub use pages::{Pages, pages};
