//! What the gateways did in the last day, as a picture and in words.

use domain::UnixMillis;
use leptos::prelude::*;

use crate::components::When;

/// How wide a bar is in the picture, and how much of that is empty.
const WIDTH: usize = 10;
const GAP: usize = 2;
const HEIGHT: u64 = 120;

/// What happened in a span of time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Bar {
    /// When the span began.
    pub(crate) from: UnixMillis,
    /// Texts that a gateway took.
    pub(crate) sent: u64,
    /// Attempts that failed, or whose end was unclear.
    pub(crate) failed: u64,
}

/// A bar's two parts, as heights in the picture.
fn heights(bar: Bar, most: u64) -> (u64, u64) {
    let height = |count: u64| if count == 0 { 0 } else { (count * HEIGHT).div_ceil(most.max(1)) };
    let failed = height(bar.failed);
    // What is there is seen, and nothing stands out of the picture.
    (height(bar.sent).min(HEIGHT - failed.min(HEIGHT)), failed)
}

/// The picture, and a table for those who cannot see it.
#[component]
pub(crate) fn Chart(
    /// The spans, the oldest first.
    bars: Vec<Bar>,
) -> impl IntoView {
    let most = bars.iter().map(|bar| bar.sent + bar.failed).max().unwrap_or_default();
    let (sent, failed) =
        bars.iter().fold((0, 0), |(sent, failed), bar| (sent + bar.sent, failed + bar.failed));
    let words = format!(
        "In the last 24 hours {} taken by a gateway, and {} failed. At most {most} in a quarter of an hour.",
        counted(sent, "text was", "texts were"),
        counted(failed, "attempt", "attempts"),
    );
    let view_box = format!("0 0 {} {HEIGHT}", bars.len() * WIDTH);
    let shapes: Vec<_> = bars
        .iter()
        .enumerate()
        .map(|(index, bar)| {
            let (sent, failed) = heights(*bar, most);
            let rect = |class: &'static str, below: u64, height: u64| {
                (height > 0).then(|| {
                    view! {
                        <rect
                            class=class
                            x=(index * WIDTH + GAP / 2).to_string()
                            y=(HEIGHT - below - height).to_string()
                            width=(WIDTH - GAP).to_string()
                            height=height.to_string()
                        />
                    }
                })
            };
            view! {
                {rect("sent", 0, sent)}
                {rect("failed", sent, failed)}
            }
        })
        .collect();
    let rows: Vec<_> = bars
        .iter()
        .filter(|bar| bar.sent + bar.failed > 0)
        .map(|bar| {
            view! {
                <tr>
                    <th scope="row"><When at=bar.from /></th>
                    <td>{bar.sent}</td>
                    <td>{bar.failed}</td>
                </tr>
            }
        })
        .collect();
    let table = (!rows.is_empty()).then(|| {
        view! {
            <details>
                <summary>"In figures"</summary>
                <table class="figures">
                    <thead>
                        <tr>
                            <th scope="col">"Quarter of an hour from"</th>
                            <th scope="col">"Taken"</th>
                            <th scope="col">"Failed"</th>
                        </tr>
                    </thead>
                    <tbody>{rows}</tbody>
                </table>
            </details>
        }
    });
    view! {
        <p class="soft">{words}</p>
        <svg class="chart" viewBox=view_box preserveAspectRatio="none" aria-hidden="true">
            {shapes}
        </svg>
        {table}
    }
}

fn counted(count: u64, one: &str, many: &str) -> String {
    match count {
        0 => format!("no {many}"),
        1 => format!("1 {one}"),
        _ => format!("{count} {many}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_there_is_seen_and_fits() {
        let bar = |sent, failed| Bar { from: UnixMillis::new(0), sent, failed };
        assert_eq!(heights(bar(0, 0), 0), (0, 0));
        assert_eq!(heights(bar(10, 0), 10), (HEIGHT, 0));
        assert_eq!(heights(bar(1, 0), 100_000), (1, 0));
        for (sent, failed) in [(99_999, 1), (1, 99_999), (50_000, 50_000), (0, 100_000)] {
            let (low, high) = heights(bar(sent, failed), 100_000);
            assert!(low + high <= HEIGHT, "{low} and {high}");
            assert!(high > 0);
        }
    }
}
