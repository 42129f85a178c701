//! The organisation's own words for what is texted, one language at a time.

use domain::Language;
use leptos::prelude::*;

use super::{AdminFrame, AdminPage};

/// What the page shows.
#[derive(Debug, Clone)]
pub(crate) struct WordsView {
    /// The language.
    pub(crate) language: Language,
    /// A text for each occasion.
    pub(crate) texts: Vec<WordsRow>,
    /// What stands for a phrase in the previews.
    pub(crate) sample_phrase: &'static str,
    /// What has just been done.
    pub(crate) done: Option<&'static str>,
}

/// The words for one occasion.
#[derive(Debug, Clone)]
pub(crate) struct WordsRow {
    /// The occasion's code.
    pub(crate) code: &'static str,
    /// When it is sent.
    pub(crate) title: &'static str,
    /// The template's text.
    pub(crate) words: String,
    /// Whether it is not the usual one.
    pub(crate) is_own: bool,
    /// What is wrong with it.
    pub(crate) error: Option<String>,
    /// How it looks; of words that cannot be used, what goes out in their place.
    pub(crate) look: Option<TextsLook>,
}

/// How the texts look.
#[derive(Debug, Clone)]
pub(crate) struct TextsLook {
    /// The language in which they go out.
    pub(crate) language: Language,
    /// For a recipient without a phrase, and for one with.
    pub(crate) plain: TextLook,
    /// For one with a phrase.
    pub(crate) with_phrase: Option<TextLook>,
    /// How many letters of the name cannot be shown.
    pub(crate) lost: u32,
}

/// How a text looks.
#[derive(Debug, Clone)]
pub(crate) struct TextLook {
    /// Its words.
    pub(crate) text: String,
    /// What it costs, in words.
    pub(crate) cost: String,
}

/// The page.
#[component]
pub(crate) fn WordsPage(
    /// What it shows.
    view: WordsView,
) -> impl IntoView {
    let WordsView { language, texts, sample_phrase, done } = view;
    let texts: Vec<_> = texts
        .into_iter()
        .map(|row| view! { <OneText row=row language=language sample_phrase=sample_phrase /> })
        .collect();
    view! {
        <AdminFrame page=AdminPage::Words title="Words of the texts" done=done>
            <Languages shown=language />
            <section class="sheet stack" aria-labelledby="how">
                <h2 id="how">"How to write them"</h2>
                <p>
                    <code>"{organisation}"</code>
                    " is the name of who writes, "
                    <code>"{link}"</code>
                    " where to read, "
                    <code>"{stop}"</code>
                    " how to stop, and "
                    <code>"{phrase}"</code>
                    " what a recipient knows the sender by. What stands in square brackets is left out where there is no room for it; "
                    <code>"{phrase}"</code>
                    " always stands in brackets. Every text is one SMS, with the whole link in the middle of it."
                </p>
            </section>
            <form method="post" action="/admin/words" class="stack">
                <input type="hidden" name="language" value=language.tag() />
                {texts}
                <div class="actions">
                    <button class="primary" name="do" value="save">
                        "Save"
                    </button>
                    " "
                    <button name="do" value="preview">
                        "Preview"
                    </button>
                </div>
            </form>
        </AdminFrame>
    }
}

#[component]
fn Languages(shown: Language) -> impl IntoView {
    let link = |language: Language| {
        let tag = language.tag();
        view! {
            <a
                class="button"
                href=format!("/admin/words?language={tag}")
                lang=tag
                aria-current=(language == shown).then_some("page")
            >
                {language.own_name()}
            </a>
            " "
        }
    };
    view! {
        <nav class="row tabs" aria-label="Languages">
            {Language::ALL.map(link)}
        </nav>
    }
}

#[component]
fn OneText(row: WordsRow, language: Language, sample_phrase: &'static str) -> impl IntoView {
    let WordsRow { code, title, words, is_own, error, look } = row;
    let is_wrong = error.is_some();
    let (heading, error_id) = (format!("{code}-title"), format!("{code}-error"));
    let error = error.map(|error| {
        view! {
            <p class="error" role="alert" id=error_id.clone()>
                {error}
            </p>
        }
    });
    let usual = is_own.then(|| {
        view! {
            <p>
                <button name="usual" value=code aria-label=format!("{title}: show the usual words")>
                    "Show the usual words"
                </button>
            </p>
        }
    });
    view! {
        <section class="sheet stack" aria-labelledby=heading.clone()>
            <h2 id=heading.clone()>{title}</h2>
            <div class="field">
                <textarea
                    class="short"
                    name=code
                    rows="3"
                    lang=language.tag()
                    dir="auto"
                    maxlength="600"
                    spellcheck="true"
                    autofocus=is_wrong
                    aria-labelledby=heading.clone()
                    aria-invalid=is_wrong.then_some("true")
                    aria-describedby=is_wrong.then_some(error_id)
                >
                    {words}
                </textarea>
                {error}
            </div>
            {look.map(|look| view! { <Look look=look wished=language is_wrong=is_wrong sample_phrase=sample_phrase /> })}
            {usual}
        </section>
    }
}

#[component]
fn Look(look: TextsLook, wished: Language, is_wrong: bool, sample_phrase: &'static str) -> impl IntoView {
    let TextsLook { language, plain, with_phrase, lost } = look;
    let lead = if is_wrong { "Until you save other words, this goes out:" } else { "It looks like this:" };
    let in_english = (language != wished).then(|| {
        view! {
            <p class="soft">
                "The link is so long that no words of this language fit beside it: the text goes out in English. A shorter host name helps."
            </p>
        }
    });
    let lost = (lost > 0).then(|| {
        view! {
            <p class="soft">
                {format!("The alphabet of these texts lacks {lost} of the name's letters: they become question marks.")}
            </p>
        }
    });
    let with_phrase = with_phrase.map(|text| {
        view! {
            <p class="soft">{format!("With the phrase “{sample_phrase}”:")}</p>
            <OneLook look=text language=language />
        }
    });
    view! {
        <p class="soft">{lead}</p>
        <OneLook look=plain language=language />
        {with_phrase}
        {in_english}
        {lost}
    }
}

#[component]
fn OneLook(look: TextLook, language: Language) -> impl IntoView {
    let TextLook { text, cost } = look;
    view! {
        <blockquote class="said" lang=language.tag() dir="auto">
            {text}
        </blockquote>
        <p class="soft">{cost}</p>
    }
}
