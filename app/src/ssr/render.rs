//! From a view to a response: the document around it, its policy, and the scripts that may run in it.

use std::{
    sync::{Arc, LazyLock},
    time::Duration,
};

use axum::{
    http::{HeaderValue, StatusCode, header},
    response::{Html, IntoResponse as _, Response},
};
use base64::{Engine as _, engine::general_purpose::STANDARD};
use hydration_context::SsrSharedContext;
use leptos::prelude::{IntoView, Owner, RenderHtml as _, provide_context};
use words::{FormWords, Words};

use super::{Site, compress::NoSecret};
use crate::components::SharedPhone;

static GUARD: LazyLock<String> = LazyLock::new(|| compact(include_str!("guard.js")));
static LOADER: LazyLock<String> = LazyLock::new(|| compact(include_str!("loader.js")));

/// Everything about a page but its body.
pub(crate) struct Page {
    pub(crate) title: String,
    /// The class of `<body>`.
    pub(crate) class: &'static str,
    pub(crate) status: StatusCode,
    /// Whether the browser's code is loaded.
    pub(crate) islands: bool,
    pub(crate) guard: Option<Guard>,
    /// Whether nothing on it is secret, so that it can be compressed.
    pub(crate) has_no_secret: bool,
    /// The language's words; senders' pages are English.
    pub(crate) words: Words,
}

/// What the page's own script watches over.
pub(crate) struct Guard {
    /// Where to tell that the message was shown.
    pub(crate) opened: Option<String>,
    /// How long the page may stay unused.
    pub(crate) idle: Duration,
    pub(crate) who: &'static Paths,
    /// Whether leaving the page empties it.
    pub(crate) wipe: bool,
    /// Whether the phone is shared, so that the page has a button that hides it at once.
    pub(crate) shared: bool,
}

/// Where a signed-in page's script sends word.
pub(crate) struct Paths {
    /// Somebody is still here.
    pub(crate) alive: &'static str,
    /// Nobody is: end the session.
    pub(crate) leave: &'static str,
    /// The page to show then.
    pub(crate) left: &'static str,
}

pub(crate) static RECIPIENT: Paths = Paths { alive: "/alive", leave: "/sign-out", left: "/signed-off" };
pub(crate) static SENDER: Paths =
    Paths { alive: "/alive/sender", leave: "/sign-out/sender", left: "/signed-off/sender" };

impl Page {
    pub(crate) fn new(title: impl Into<String>, class: &'static str) -> Self {
        Self {
            title: title.into(),
            class,
            status: StatusCode::OK,
            islands: false,
            guard: None,
            has_no_secret: false,
            words: Words::ENGLISH,
        }
    }

    /// A recipient's page about one message.
    pub(crate) fn about_message(words: Words) -> Self {
        Self { words, ..Self::new(words.title_message(), "recipient") }
    }

    /// Any other page of a recipient's.
    pub(crate) fn about_messages(words: Words) -> Self {
        Self { words, ..Self::new(words.title_messages(), "recipient") }
    }

    /// For reading at length: wider.
    pub(crate) fn wide(self) -> Self {
        Self { class: "recipient reading", ..self }
    }

    pub(crate) fn with_islands(self) -> Self {
        Self { islands: true, ..self }
    }

    /// For pages that strangers get too: their scripts and words are most of what a first visit downloads of them.
    pub(crate) fn without_secrets(self) -> Self {
        Self { has_no_secret: true, ..self }
    }

    pub(crate) fn status(self, status: StatusCode) -> Self {
        Self { status, ..self }
    }

    pub(crate) fn guarded(self, guard: Guard) -> Self {
        Self { guard: Some(guard), ..self }
    }

    pub(crate) fn guarded_by(self, guard: Option<Guard>) -> Self {
        Self { guard, ..self }
    }

    /// Renders the page. The view is made inside, where islands know that they are on a server.
    pub(crate) fn render<V: IntoView>(self, site: &Site, view: impl FnOnce() -> V) -> Response {
        let owner = Owner::new_root(Some(Arc::new(SsrSharedContext::new_islands())));
        let shared = SharedPhone(self.guard.as_ref().is_some_and(|guard| guard.shared));
        let body = owner.with(|| {
            provide_context(shared);
            view().into_view().to_html()
        });
        drop(owner);
        let nonce = STANDARD.encode(site.engine.entropy().nonce());
        let html = self.document(site, &nonce, &body);
        let mut response = (self.status, Html(html)).into_response();
        let policy = HeaderValue::try_from(policy(&nonce)).expect("base64 and fixed words are visible ASCII");
        response.headers_mut().insert(header::CONTENT_SECURITY_POLICY, policy);
        if self.has_no_secret {
            response.extensions_mut().insert(NoSecret);
        }
        response
    }

    fn document(&self, site: &Site, nonce: &str, body: &str) -> String {
        let assets = &site.assets;
        format!(
            "<!DOCTYPE html><html lang=\"{lang}\" dir=\"{dir}\"><head><meta charset=\"utf-8\">\
             <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\
             <meta name=\"color-scheme\" content=\"light dark\"><meta name=\"theme-color\" content=\"#0a2e3f\">\
             <meta name=\"referrer\" content=\"same-origin\">\
             <meta name=\"robots\" content=\"noindex, nofollow\">{ends}<title>{title}</title>\
             <link rel=\"icon\" href=\"/favicon.svg\" type=\"image/svg+xml\">\
             <link rel=\"stylesheet\" href=\"{style}\">{loader}</head><body class=\"{class}\"{data}>{body}{pack}{guard}</body></html>",
            lang = self.words.language(),
            dir = if self.words.language().is_right_to_left() { "rtl" } else { "ltr" },
            title = escape(&self.title),
            ends = self.guard.as_ref().map(Guard::ends).unwrap_or_default(),
            style = assets.style,
            loader = if self.islands { loader(site, nonce) } else { String::new() },
            pack = if self.islands && body.contains(" data-component=") {
                pack(self.words)
            } else {
                String::new()
            },
            class = self.class,
            data = self.guard.as_ref().map(|guard| guard.data(self.words)).unwrap_or_default(),
            guard = if self.guard.is_some() { script(nonce, "", &GUARD) } else { String::new() },
        )
    }
}

impl Guard {
    /// Where no script watches, the page itself ends when the session does.
    fn ends(&self) -> String {
        let (idle, left) = (self.idle.as_secs(), self.who.left);
        format!("<noscript><meta http-equiv=\"refresh\" content=\"{idle};url={left}\"></noscript>")
    }

    fn data(&self, words: Words) -> String {
        let Paths { alive, leave, left } = self.who;
        let opened =
            self.opened.as_ref().map(|path| format!(" data-opened=\"{}\"", escape(path))).unwrap_or_default();
        let wipe = if self.wipe { " data-wipe=\"1\"" } else { "" };
        let idle = self.idle.as_secs();
        format!(
            " data-idle=\"{idle}\" data-alive=\"{alive}\" data-leave=\"{leave}\" data-left=\"{left}\" \
             data-warning=\"{warning}\" data-stay=\"{stay}\"{opened}{wipe}",
            warning = escape(words.idle_warning()),
            stay = escape(words.idle_stay()),
        )
    }
}

/// What the recipients' forms say, for the browser's code: a block of data, which no browser runs.
fn pack(words: Words) -> String {
    format!("<script type=\"application/json\" id=\"words\">{}</script>", FormWords::pack(words.language()))
}

/// Starts the download of the browser's code before the page has been read to its end.
fn loader(site: &Site, nonce: &str) -> String {
    let assets = &site.assets;
    let names = format!("const PKG = {:?}, PKG_WASM = {:?};\n", assets.script, assets.wasm);
    format!(
        "<link rel=\"modulepreload\" href=\"{}.js\" nonce=\"{nonce}\">\
         <link rel=\"preload\" href=\"{}\" as=\"fetch\" type=\"application/wasm\" crossorigin>{}",
        assets.script,
        assets.wasm,
        script(nonce, "", &format!("{names}{}", *LOADER)),
    )
}

/// A script without its comments and what lines begin with: phones get what they need. A line is a comment or none, and no
/// text goes over two lines.
fn compact(script: &str) -> String {
    let lines = script.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with("//"));
    lines.flat_map(|line| [line, "\n"]).collect()
}

fn script(nonce: &str, attributes: &str, text: &str) -> String {
    format!("<script nonce=\"{nonce}\"{attributes}>{text}</script>")
}

/// Nothing but this site's own; scripts only those that carry the page's nonce and what they load.
fn policy(nonce: &str) -> String {
    format!(
        "default-src 'none'; script-src 'nonce-{nonce}' 'strict-dynamic' 'wasm-unsafe-eval'; style-src 'self'; \
         img-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    )
}

/// Text for HTML and for attribute values in double quotes.
pub(crate) fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_cannot_become_markup() {
        assert_eq!(escape("<b a=\"x\">&"), "&lt;b a=&quot;x&quot;&gt;&amp;");
    }

    #[test]
    fn a_script_without_what_is_for_its_readers() {
        assert_eq!(
            compact("// Why.\nif (a) {\n  // How.\n  b(\"// no\");\n}\n\n"),
            "if (a) {\nb(\"// no\");\n}\n"
        );
    }

    #[test]
    fn the_policy_allows_no_inline_script_or_style() {
        let policy = policy("abc");
        assert!(policy.starts_with("default-src 'none'") && !policy.contains("unsafe-inline"));
        assert_eq!(policy.matches("unsafe").count(), 1, "wasm-unsafe-eval and nothing looser");
    }
}
