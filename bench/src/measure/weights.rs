//! What a phone downloads: measured in a browser, by the script beside the browser tests.

use std::{path::Path, process::Command};

use anyhow::Context as _;

use super::say;

/// The script's own words, with whether all is within the budget.
pub(crate) fn measure() -> anyhow::Result<String> {
    if !Path::new("end2end/page-weight.mjs").is_file() {
        say("end2end/page-weight.mjs is not there; page weights are left out");
        return Ok(String::new());
    }
    say("page weights");
    let output = Command::new("npm")
        .args(["--prefix", "end2end", "run", "--silent", "page-weight"])
        .output()
        .context("npm could not be run")?;
    let words = String::from_utf8_lossy(&output.stdout);
    let verdict =
        if output.status.success() { "All within the budgets." } else { "**Not all within the budgets.**" };
    let errors = String::from_utf8_lossy(&output.stderr);
    Ok(format!("## Page weights\n\n{verdict}\n\n```text\n{}\n```\n", format!("{words}{errors}").trim()))
}
