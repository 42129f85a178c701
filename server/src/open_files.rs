//! How many files, which is mostly connections, the process may have open.

use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};

/// More than all listeners together let in.
const WANTED: u64 = 16_384;

/// Raises the soft limit as far as the hard one allows. Most systems start a process with 1,024, which is fewer than
/// the mail ports alone let in; the low default is for programs that use `select`, which this one does not.
pub(crate) fn raise() {
    let limit = getrlimit(Resource::Nofile);
    let wanted = Some(limit.maximum.map_or(WANTED, |most| most.min(WANTED)));
    if limit.current.is_none() || limit.current >= wanted {
        return;
    }
    if let Err(error) = setrlimit(Resource::Nofile, Rlimit { current: wanted, maximum: limit.maximum }) {
        tracing::warn!(%error, "the limit of open files could not be raised");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_raised_as_far_as_allowed() {
        let maximum = getrlimit(Resource::Nofile).maximum;
        setrlimit(Resource::Nofile, Rlimit { current: Some(512), maximum }).unwrap();
        raise();
        let wanted = maximum.map_or(WANTED, |most| most.min(WANTED));
        assert_eq!(getrlimit(Resource::Nofile), Rlimit { current: Some(wanted), maximum });
    }
}
