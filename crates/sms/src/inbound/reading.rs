use super::{fold::fold, keywords::meaning, wishes};

/// What an incoming text is.
///
/// Only a whole message is a command, whatever its case, accents, punctuation and emoji are. A sentence never is one:
/// where it may mean one, a person decides. That is the case when
///
/// - it has a phrase that says so: "please stop texting me", "no más", "wrong number";
/// - it, or one of its sentences, begins with STOP or a like word, polite words aside: "Stop by at 5" is shown to a
///   person too, "I will stop by at 5" and "bus stop" are not;
/// - nothing but commands to stop and polite words are left: "Cancel please", "stop stop STOP";
/// - it spells such a command: "S T O P".
///
/// Words such as END, CANCEL and REMOVE in a sentence about something else ("cancel my appointment") ask for nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Reading {
    /// No more texts. It takes effect at once.
    Stop,
    /// Texts again.
    Start,
    /// What is this?
    Help,
    /// Perhaps a wish: a person decides.
    Unsure(ForAPerson),
    /// Anything else.
    Other,
}

/// Why a person should look at a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ForAPerson {
    /// Somebody seems to want no more texts.
    WantsToStop,
    /// Somebody seems to say that the number is not the recipient's. That may come with a wish to stop.
    WrongNumber,
}

impl Reading {
    /// Reads a text.
    #[must_use]
    pub fn of(text: &str) -> Self {
        let whole = fold(text);
        meaning(&whole).or_else(|| wishes::find(text, &whole).map(Self::Unsure)).unwrap_or(Self::Other)
    }
}
