//! Tests of the command as a process.

mod approve;
mod file_names;
mod kills;
mod line_endings;
mod locks;
mod own_client;
mod ownership;
mod packages;
mod process;
mod runs;
mod serve;
mod special_files;
