//! New recovery codes, shown once.

use js_sys::encode_uri_component;
use leptos::{
    html::{H3, Ol},
    prelude::*,
    wasm_bindgen::JsCast as _,
};
use web_sys::{Element, HtmlDocument};

/// The codes, and what to do with them.
#[component]
pub(super) fn NewCodes(
    /// The codes.
    codes: Vec<String>,
) -> impl IntoView {
    let (heading, list) = (NodeRef::<H3>::new(), NodeRef::<Ol>::new());
    Effect::new(move |_| {
        if let Some(heading) = heading.get() {
            // Fails only for an element that has left the page.
            let _ = heading.focus();
        }
    });
    let said = RwSignal::new("");
    let copied = move |_| {
        let done = list.get_untracked().is_some_and(|list| copy(&list));
        said.set(if done {
            "Copied. Paste them where you keep them, then copy something else."
        } else {
            "Your browser does not let us copy. Please write them down."
        });
    };
    // Where nothing can be printed, the codes still stand there.
    let print = move |_| drop(window().print());
    let file = format!("Recovery codes for Narwhal, each of use once:\r\n{}\r\n", codes.join("\r\n"));
    let file = format!("data:text/plain;charset=utf-8,{}", String::from(encode_uri_component(&file)));
    let rows: Vec<_> = codes
        .into_iter()
        .map(|code| {
            view! {
                <li>
                    <code>{code}</code>
                </li>
            }
        })
        .collect();
    view! {
        <div class="stack">
            <h3 tabindex="-1" node_ref=heading>
                "Your recovery codes"
            </h3>
            <p>"They are shown only now. Each lets you in once when your phone is lost: print them, or save them where you keep your passwords."</p>
            <ol class="codes" node_ref=list>
                {rows}
            </ol>
            <p class="row">
                <button type="button" on:click=copied>
                    "Copy"
                </button>
                " "
                <button type="button" on:click=print>
                    "Print"
                </button>
                " "
                <a class="button" download="narwhal-recovery-codes.txt" href=file>
                    "Save as a file"
                </a>
            </p>
            <p class="hint" role="status">
                {move || said.get()}
            </p>
            <p>
                <a class="button primary" href="/sent">
                    "I have kept them: go on"
                </a>
            </p>
        </div>
    }
}

/// Copies an element's text by selecting it, which needs no permission.
fn copy(place: &Element) -> bool {
    let Ok(Some(selection)) = window().get_selection() else { return false };
    let document = document().dyn_into::<HtmlDocument>();
    selection.select_all_children(place).is_ok()
        && document.is_ok_and(|document| document.exec_command("copy").unwrap_or(false))
}
