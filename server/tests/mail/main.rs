//! Mail into the real binary, as mail programs send it and as attackers do: what is taken, what is not, and what is left
//! after a `kill -9`.

#[cfg(test)]
mod again;
#[cfg(test)]
mod clients;
#[cfg(test)]
mod desk;
#[cfg(test)]
mod durable;
#[cfg(test)]
mod killed;
#[cfg(test)]
mod reader;
#[cfg(test)]
mod refused;
#[cfg(test)]
mod sink;
#[cfg(test)]
mod smuggling;
#[cfg(test)]
mod variants;
#[cfg(test)]
mod wire;
#[cfg(test)]
mod words_back;
