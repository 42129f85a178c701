//! The real binary from outside: how it starts and ends, and what it answers on the wire.

#[cfg(test)]
mod http;
#[cfg(test)]
mod life;
#[cfg(test)]
mod mail_program;
#[cfg(test)]
mod support;
#[cfg(test)]
mod tls;
#[cfg(test)]
mod uploads;
