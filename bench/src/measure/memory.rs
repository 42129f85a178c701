//! Resident memory, idle and under load.

use std::fmt::Write as _;

use super::{
    load::Load,
    timing::{at_most, float},
};

const IDLE_MB: f64 = 40.0;
const LOAD_MB: f64 = 150.0;

/// The table for `docs/performance.md`.
pub(crate) fn table(loads: &[Load]) -> String {
    let mut text = String::from(
        "## Resident memory\n\nVmRSS of the service: two seconds after the start and a sign-in, and the highest while \
         it took that load and sent the notices. Budget: 40 MB and 150 MB.\n\n\
         | database | idle | budget | connections | highest | budget |\n|---|--:|---|--:|--:|---|\n",
    );
    for load in loads {
        let idle = megabytes(load.idle_kib);
        for level in &load.levels {
            let peak = megabytes(level.peak_kib);
            let (idle_met, peak_met) = (at_most(idle, IDLE_MB), at_most(peak, LOAD_MB));
            let (database, connections) = (load.database, level.connections);
            writeln!(
                text,
                "| {database} | {idle:.1} MB | {idle_met} | {connections} | {peak:.1} MB | {peak_met} |"
            )
            .expect("a string takes all");
        }
    }
    text
}

fn megabytes(kib: u64) -> f64 {
    float(kib) * 1.024 / 1_000.0
}
