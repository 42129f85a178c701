//! The service from outside: a client that does natively what the pages do in a browser, and the service as a process
//! that can be started, stopped and killed. For measurements (the binary of this package) and for the tests of `server`.

pub mod client;
pub mod service;
pub mod stranger;
