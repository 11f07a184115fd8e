//! The programs in this folder use the committed client. Each is an example of the package and a module of its tests.
