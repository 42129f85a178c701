//! The organisation's own words for what is texted.
//!
//! Who could abuse this: a sender who is no administrator (every use case asks for the role), or an administrator who
//! leaves out how to stop, or whose words make a text cost twice (templates are checked when they are saved and again
//! when they are read). Who changed which words is in the audit.

use std::{
    collections::HashMap,
    sync::{PoisonError, RwLock},
};

use domain::{DeliveryId, Language, UnixMillis};
use sms::text::{Link, Occasion, Preview, Rules, Template, TemplateError, built_in_words};
use store::{
    Conn, StoreError, audit,
    templates::{self, StoredTemplate},
};

use crate::{
    Engine, EngineError, Session,
    audit::{Action, Actor, Subject},
};

/// What stands for the phrase in previews.
pub const SAMPLE_PHRASE: &str = "blue heron";

type Key = (Language, Occasion);

/// The organisation's own templates, as of a few seconds ago.
#[derive(Default)]
pub(crate) struct Wording(RwLock<HashMap<Key, Template>>);

/// The words for one occasion in one language.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WordingView {
    /// What they are for.
    pub occasion: Occasion,
    /// The template's text: the organisation's own, or the usual one.
    pub words: String,
    /// Whether they are the organisation's own.
    pub is_own: bool,
    /// How a text looks, and without which problem; `None` when no words at all fit beside the link.
    pub look: Option<Look>,
    /// Why these words cannot be used, so that others go out in their place.
    pub problem: Option<TemplateError>,
}

/// How a text looks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Look {
    /// The language in which it goes out: English where the link leaves no room for the other.
    pub language: Language,
    /// For a recipient without a phrase.
    pub plain: Preview,
    /// For one with [`SAMPLE_PHRASE`], where the text shows it.
    pub with_phrase: Option<Preview>,
}

/// Why words were not taken.
#[derive(Debug, thiserror::Error)]
pub enum WordingError {
    /// What is wrong with them.
    #[error(transparent)]
    Template(#[from] TemplateError),
    /// Something else.
    #[error(transparent)]
    Engine(#[from] EngineError),
}

impl Wording {
    fn get(&self, language: Language, occasion: Occasion) -> Option<Template> {
        self.0.read().unwrap_or_else(PoisonError::into_inner).get(&(language, occasion)).cloned()
    }

    fn set(&self, templates: HashMap<Key, Template>) {
        *self.0.write().unwrap_or_else(PoisonError::into_inner) = templates;
    }
}

impl Engine {
    /// The words for an occasion: the organisation's own, or the usual ones. Where the link leaves no room for the
    /// language, those in English; `None` where it leaves none for them either.
    pub(crate) fn template(&self, language: Language, occasion: Occasion) -> Option<Template> {
        let own = |language| self.inner.wording.get(language, occasion);
        if let Some(template) = own(language) {
            return Some(template);
        }
        let usual = Template::built_in(language, occasion, &self.longest_link()).ok()?;
        let fell_back = usual.language() != language;
        Some(fell_back.then(|| own(usual.language())).flatten().unwrap_or(usual))
    }

    /// All links of an instance are of one length.
    fn longest_link(&self) -> Link {
        let link = Link::parse(&self.link_of(DeliveryId::from_bytes([0; 16])));
        // An address that no text can carry: notices go out without a template then.
        link.unwrap_or_else(|_| Link::parse("https://a").expect("it is a link"))
    }

    /// The words for every occasion in one language.
    ///
    /// # Errors
    /// [`EngineError::NotFound`] for anybody but an administrator.
    pub async fn wording(
        &self,
        session: &Session,
        language: Language,
    ) -> Result<Vec<WordingView>, EngineError> {
        session.administrator()?;
        let stored = self.read_wording().await?;
        let organisation = self.organisation().await?;
        let view = |occasion: Occasion| {
            let own = stored.iter().find(|row| is_for(row, language, occasion));
            let words =
                own.map_or_else(|| built_in_words(language, occasion).into(), |row| row.words.clone());
            WordingView {
                occasion,
                is_own: own.is_some(),
                problem: own.and_then(|row| self.parsed(language, occasion, &row.words).err()),
                words,
                look: self.template(language, occasion).map(|template| look(&template, &organisation)),
            }
        };
        Ok(Occasion::ALL.map(view).into())
    }

    /// How a text with these words would look.
    ///
    /// # Errors
    /// With what is wrong with the words; [`EngineError::NotFound`] for anybody but an administrator.
    pub async fn try_wording(
        &self,
        session: &Session,
        language: Language,
        occasion: Occasion,
        words: &str,
    ) -> Result<Look, WordingError> {
        session.administrator()?;
        let template = self.usable(language, occasion, words)?;
        Ok(look(&template, &self.organisation().await?))
    }

    /// Makes these the organisation's words in a language: all of them or, where one cannot be used, none. Those that are
    /// as usual are not kept, so that they stay so when the usual words change. Other instances follow within seconds.
    ///
    /// # Errors
    /// With what is wrong with the words; [`EngineError::NotFound`] for anybody but an administrator.
    pub async fn set_wording(
        &self,
        session: &Session,
        language: Language,
        words: &[(Occasion, String)],
    ) -> Result<(), WordingError> {
        session.administrator()?;
        for (occasion, words) in words {
            self.usable(language, *occasion, words)?;
        }
        let stored = self.read_wording().await?;
        let now = self.inner.clock.now();
        let changes = words.iter().filter_map(|(occasion, words)| {
            let words = words.trim();
            let own = (words != built_in_words(language, *occasion)).then(|| words.to_owned());
            let before = stored.iter().find(|row| is_for(row, language, *occasion)).map(|row| &row.words);
            let subject = Subject { detail: Some(occasion.code()), ..Subject::default() };
            let event = self.event(now, Actor::Account(session.person), Action::WordingChanged, subject);
            (before != own.as_ref()).then_some((*occasion, own, event))
        });
        let changes: Vec<_> = changes.collect();
        self.inner
            .store
            .write(move |conn: &mut Conn| {
                let changes = changes.clone();
                Box::pin(async move {
                    for (occasion, words, event) in changes {
                        write(conn, language, occasion, words, now).await?;
                        audit::insert_many(conn, &[event]).await?;
                    }
                    Ok::<_, EngineError>(())
                })
            })
            .await?;
        self.read_wording().await?;
        Ok(())
    }

    /// Reads the organisation's words, which somebody may have changed here or elsewhere.
    ///
    /// # Errors
    /// When the storage fails.
    pub(crate) async fn read_wording(&self) -> Result<Vec<StoredTemplate>, EngineError> {
        let stored = self.inner.store.read(|conn: &mut Conn| Box::pin(templates::all(conn))).await?;
        let parsed = stored.iter().filter_map(|row| {
            let language = Language::from_tag(&row.language)?;
            let occasion = Occasion::ALL.into_iter().find(|occasion| occasion.code() == row.occasion)?;
            // Words that do not fit a longer host name any more: the page for administrators says so.
            Some(((language, occasion), self.parsed(language, occasion, &row.words).ok()?))
        });
        self.inner.wording.set(parsed.collect());
        Ok(stored)
    }

    /// The template of words that an administrator wrote or left as they are.
    fn usable(&self, language: Language, occasion: Occasion, words: &str) -> Result<Template, TemplateError> {
        if words.trim() == built_in_words(language, occasion) {
            return Template::built_in(language, occasion, &self.longest_link());
        }
        self.parsed(language, occasion, words)
    }

    fn parsed(&self, language: Language, occasion: Occasion, words: &str) -> Result<Template, TemplateError> {
        Template::parse(words, &Rules { language, occasion, longest_link: &self.longest_link() })
    }
}

async fn write(
    conn: &mut Conn,
    language: Language,
    occasion: Occasion,
    words: Option<String>,
    now: UnixMillis,
) -> Result<(), StoreError> {
    let (occasion, language) = (occasion.code(), language.tag());
    match words {
        Some(words) => {
            let row = StoredTemplate { occasion: occasion.into(), language: language.into(), words };
            templates::put(conn, &row, now).await
        }
        None => templates::remove(conn, occasion, language).await.map(drop),
    }
}

fn is_for(row: &StoredTemplate, language: Language, occasion: Occasion) -> bool {
    row.language == language.tag() && row.occasion == occasion.code()
}

fn look(template: &Template, organisation: &str) -> Look {
    let with_phrase = template.preview(organisation, Some(SAMPLE_PHRASE));
    let shown = with_phrase.text.contains(SAMPLE_PHRASE);
    Look {
        language: template.language(),
        plain: template.preview(organisation, None),
        with_phrase: shown.then_some(with_phrase),
    }
}
