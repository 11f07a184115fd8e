//! A stateful fake server of HTTP APIs.
//!
//! A [table] describes the operations of an OpenAPI document. The [engine](Engine) contains the rules that
//! follow from the table, and the state. It performs no input or output. The [server](Server), feature `server`,
//! connects the engine to a port of this machine.
//!
//! # State
//!
//! The path of an operation identifies a collection and its resources: `/Services/{Sid}` is a resource of the
//! collection `/Services`. The method and the response determine the effect:
//!
//! - A `POST` to a collection creates a resource. Its SID has the prefix of the document and counts up. Values of
//!   the request and of the path become properties of the same name. Other properties have the default of the
//!   document or null. A test can select the examples of the document instead of null.
//! - A `GET` returns the resource, or a page of the collection. A `POST`, `PUT` or `PATCH` of a resource changes
//!   the values of the request. A `DELETE` removes the resource and everything below its path.
//! - A path without a collection is a single resource, which exists as soon as its parents exist.
//!
//! A parent must exist if the document contains an operation that creates it.
//!
//! # Validation
//!
//! The fake rejects every request that the document does not describe: an unknown path, parameter or field, a
//! wrong type, a value out of its bounds, another media type, and other credentials.

// No request may cause a panic.
#![cfg_attr(
    not(test),
    deny(
        clippy::unwrap_used,
        clippy::expect_used,
        clippy::panic,
        clippy::unreachable,
        clippy::indexing_slicing,
        clippy::string_slice
    )
)]
#![cfg_attr(docsrs, feature(doc_cfg))]
#![forbid(unsafe_code)]

mod act;
mod clock;
mod convert;
mod credentials;
mod engine;
mod inject;
mod json_check;
mod links;
mod list;
mod locate;
#[cfg(feature = "server")]
mod macros;
mod message;
mod model;
mod multipart;
mod record;
mod resource;
mod route;
mod seed;
mod seeds;
#[cfg(feature = "server")]
mod server;
mod sid;
mod store;
pub mod table;
mod validate;

pub use credentials::Credentials;
pub use engine::Engine;
pub use inject::{Fault, Injection};
#[cfg(feature = "server")]
#[doc(hidden)]
pub use macros::fake;
pub use message::{Delivery, Reply, Request, Response};
pub use record::Record;
pub use seed::{Properties, SeedError};
pub use seeds::seed;
#[cfg(feature = "server")]
pub use server::{Injected, Next, Observer, Server, block_on};
