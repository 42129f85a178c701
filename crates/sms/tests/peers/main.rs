//! SMPP against programs that others wrote: the npm package `smpp` and Kannel's test driver as carriers, and tshark as
//! the witness of what went over the wire. Needs node, tshark, `drive_smpp` on the PATH, and `NARWHAL_SMPP_PEER` with the
//! folder whose `node_modules` has the package: `scripts/test rust` sees to all of it.

#![expect(clippy::unwrap_used, reason = "a helper of tests that panics is a failed test")]

mod faults;
mod kannel;
mod npm;
mod recorder;
mod tshark;
mod world;
