//! How long the answers about numbers of different kinds take: whoever asks must not learn from the time what the answers
//! do not say.

use std::{fmt::Write as _, path::Path, time::Duration};

use anyhow::ensure;
use bench::{
    client::{Connection, number},
    stranger::{Kind, Question, prepare},
};
use domain::PhoneNumber;
use rand_core::Rng;
use tokio::time::Instant;

use super::{
    Database,
    instance::{Instance, rng},
    say,
    timing::{Times, grouped, millis},
};

/// The greatest median may be so much above the least.
const PERCENT: f64 = 5.0;
/// Wrong tries that each number is asked for: fewer than are slowed.
const TRIES: usize = 4;

/// What one question on one database took, by kind.
struct Figures {
    database: &'static str,
    question: Question,
    times: Vec<(Kind, Times)>,
}

/// Numbers of every kind, each with what is still free to ask about it.
struct Numbers(Vec<(Kind, Vec<PhoneNumber>)>);

pub(crate) async fn measure(
    program: &Path,
    databases: &[Database],
    requests: usize,
) -> anyhow::Result<String> {
    let mut figures = Vec::new();
    for database in databases {
        let proxies = [("NARWHAL_TRUSTED_PROXIES", "127.0.0.0/8".to_owned())];
        let mut instance = Instance::start_with(program, database, &proxies).await?;
        say(&format!("numbers of every kind on {}", database.name()));
        let numbers = Numbers::prepare(&mut instance, requests).await?;
        let mut round = 0;
        for question in Question::ALL {
            say(&format!("{} on {}", question.function(), database.name()));
            let turn = round;
            round += usize::from(question.is_counted());
            let times = ask(&instance, question, &numbers, requests, turn).await;
            let times = times.map_err(|error| instance.explain(error))?;
            figures.push(Figures { database: database.name(), question, times });
        }
        instance.service.stop()?;
    }
    Ok(table(&figures, requests))
}

impl Numbers {
    /// As many as all counted questions need together.
    async fn prepare(instance: &mut Instance, requests: usize) -> anyhow::Result<Self> {
        let counted = Question::ALL.iter().filter(|question| question.is_counted()).count();
        let each = u32::try_from(counted * requests.div_ceil(TRIES))?;
        let (mut all, mut first) = (Vec::new(), 0);
        for kind in Kind::ALL {
            let numbers: Vec<_> = (first..first + each).map(number).collect();
            first += each;
            prepare(&mut instance.sender, kind, &numbers, &mut rng(u64::from(first))).await?;
            all.push((kind, numbers));
        }
        // Whatever is still on its way would be in the way.
        instance.drained().await?;
        Ok(Self(all))
    }

    /// One question's requests, in random order: the place of the kind, and the number.
    fn order(&self, requests: usize, turn: usize) -> Vec<(usize, &PhoneNumber)> {
        let each = requests.div_ceil(TRIES);
        let mut order: Vec<_> = self
            .0
            .iter()
            .enumerate()
            .flat_map(|(place, (_, numbers))| {
                let own = numbers.iter().skip(turn * each).take(each).cycle();
                own.take(requests).map(move |number| (place, number))
            })
            .collect();
        shuffle(&mut order);
        order
    }
}

async fn ask(
    instance: &Instance,
    question: Question,
    numbers: &Numbers,
    requests: usize,
    turn: usize,
) -> anyhow::Result<Vec<(Kind, Times)>> {
    let mut connection = Connection::to(instance.address());
    let mut times = vec![Vec::with_capacity(requests); numbers.0.len()];
    let expected = if question.is_counted() { 401 } else { 200 };
    for (at, (place, number)) in (0..).zip(numbers.order(requests, turn)) {
        // Many wrong tries from one address would be slowed.
        let address = std::net::Ipv4Addr::from_bits(0x0A00_0000 + (u32::try_from(turn)? << 20) + at);
        let address = address.to_string();
        let start = Instant::now();
        let answer = question.ask_from(&mut connection, number, &address).await?;
        times[place].push(start.elapsed());
        ensure!(answer.status == expected, "{}: {}", question.function(), answer.status);
    }
    let kinds = numbers.0.iter().map(|(kind, _)| *kind);
    Ok(kinds.zip(times.into_iter().map(Times::from_iter)).collect())
}

/// Fisher and Yates.
fn shuffle<T>(items: &mut [T]) {
    let mut rng = rng(3);
    for last in (1..items.len()).rev() {
        let bound = u64::try_from(last).unwrap_or(u64::MAX) + 1;
        items.swap(last, usize::try_from(rng.next_u64() % bound).unwrap_or(0));
    }
}

impl Figures {
    fn medians(&self) -> impl Iterator<Item = Duration> {
        self.times.iter().map(|(_, times)| times.percentile(50))
    }

    /// By how many per cent the greatest median is above the least.
    fn difference(&self) -> f64 {
        let least = self.medians().min().unwrap_or_default().as_secs_f64();
        let greatest = self.medians().max().unwrap_or_default().as_secs_f64();
        if least > 0.0 { (greatest / least - 1.0) * 100.0 } else { 0.0 }
    }

    fn row(&self) -> String {
        let medians: Vec<_> = self.medians().map(|median| format!("{} |", millis(median))).collect();
        let difference = self.difference();
        let verdict = if difference < PERCENT { "met" } else { "**missed**" };
        format!(
            "| {} | `{}` | {} {difference:.1} % | {verdict} |",
            self.database,
            self.question.function(),
            medians.join(" ")
        )
    }
}

fn table(figures: &[Figures], requests: usize) -> String {
    let mut text = format!(
        "## Numbers told apart by time\n\n{} requests for each kind of number and each question that strangers can ask, \
         all kinds in random order on one connection, every request from an address of its own and with a wrong secret. \
         Medians, and by how much the greatest is above the least. Budget: {PERCENT} %.\n\n| database | question |",
        grouped(u64::try_from(requests).unwrap_or(u64::MAX)),
    );
    for kind in Kind::ALL {
        write!(text, " {} |", kind.name()).expect("a string takes all");
    }
    text.push_str(" difference | budget |\n|---|---|");
    text.push_str(&"--:|".repeat(Kind::ALL.len() + 1));
    text.push_str("---|\n");
    for figures in figures {
        writeln!(text, "{}", figures.row()).expect("a string takes all");
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_difference_is_that_of_the_medians() {
        let times = |millis: u64| [Duration::from_millis(millis); 3].into_iter().collect();
        let figures = Figures {
            database: "SQLite",
            question: Question::SignIn,
            times: vec![(Kind::Unknown, times(100)), (Kind::Claimed, times(104)), (Kind::Sealed, times(102))],
        };
        assert!((figures.difference() - 4.0).abs() < 0.001);
        assert!(figures.row().ends_with("4.0 % | met |"), "{}", figures.row());
        let figures =
            Figures { times: vec![(Kind::Unknown, times(100)), (Kind::Claimed, times(106))], ..figures };
        assert!(figures.row().ends_with("6.0 % | **missed** |"), "{}", figures.row());
    }

    #[test]
    fn a_shuffled_list_has_the_same_items_in_another_order() {
        let mut items: Vec<_> = (0..50).collect();
        shuffle(&mut items);
        assert_ne!(items, (0..50).collect::<Vec<_>>());
        items.sort_unstable();
        assert_eq!(items, (0..50).collect::<Vec<_>>());
    }
}
