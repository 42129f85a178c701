//! The field for files: chosen, dropped or pasted, and listed until the message has gone out.

use std::time::Duration;

use leptos::{
    ev::{self, ClipboardEvent, DragEvent},
    prelude::*,
    task::spawn_local,
};
use web_sys::{DataTransfer, File, FileList};
use words::Words;

use super::{
    desk::Desk,
    files::{NewFile, are_files_meant, attached_words, summary, unreadable},
};
use crate::{
    browser::{DraftFile, is_readable},
    components::{Icon, Shape, in_words, kind},
    pages::mail::form::{FieldError, clear, focus},
};

/// The button, the list, and what is wrong.
#[component]
pub(super) fn Attachments(
    /// The form.
    desk: Desk,
) -> impl IntoView {
    // A field that cannot be used would lose the focus, and that comes back here when a file is removed.
    let click = move |event: ev::MouseEvent| {
        if desk.busy.get_untracked() {
            event.prevent_default();
        }
    };
    view! {
        <div class="field">
            <div class="row">
                <input
                    type="file"
                    id="files"
                    class="visually-hidden"
                    node_ref=desk.picker
                    multiple
                    aria-describedby="files-hint files-error"
                    aria-disabled=move || desk.busy.get().then_some("true")
                    on:click=click
                    on:change=move |_| desk.pick()
                />
                <label class="button" for="files">
                    <Icon shape=Shape::Paperclip />
                    "Attach files"
                </label>
                <p class="hint" id="files-hint">
                    "Up to 25 MB. You can also drop or paste them."
                </p>
            </div>
            {move || list(desk)}
            <FieldError id="files-error" error=desk.files_error />
        </div>
    }
}

fn list(desk: Desk) -> Option<impl IntoView + use<>> {
    let rows: Vec<_> = desk.files.with(|files| files.all().iter().map(|file| row(desk, file)).collect());
    (!rows.is_empty()).then(|| {
        view! {
            <ul class="attachments" aria-label="Attached files">
                {rows}
            </ul>
        }
    })
}

fn row(desk: Desk, file: &DraftFile) -> impl IntoView + use<> {
    let (id, name) = (file.id, file.info.name.clone());
    let facts = format!(
        "{}, {}",
        kind(Words::ENGLISH, &file.info.media_type),
        in_words(Words::ENGLISH, file.info.size)
    );
    view! {
        <li class="row">
            <p class="file">
                <Icon shape=Shape::Paperclip />
                <span>
                    <strong>{name.clone()}</strong>
                    <br />
                    <span class="soft">{facts}</span>
                </span>
            </p>
            <button
                type="button"
                aria-label=format!("Remove {name}")
                aria-disabled=move || (!desk.can_remove()).then_some("true")
                on:click=move |_| desk.detach(id)
            >
                "Remove"
            </button>
        </li>
    }
}

/// Files dropped anywhere on the page are attached: beside the form, the browser would leave the page to show them.
pub(super) fn listen(desk: Desk) {
    window_event_listener(ev::dragover, move |event| {
        if files_in(&event).is_some() {
            event.prevent_default();
            desk.is_target.set(!desk.busy.get_untracked());
        }
    });
    window_event_listener(ev::dragleave, move |event| {
        // From one element of the page to another, there is a related one.
        if event.related_target().is_none() {
            desk.is_target.set(false);
        }
    });
    window_event_listener(ev::drop, move |event| {
        if let Some(data) = files_in(&event) {
            event.prevent_default();
            desk.is_target.set(false);
            desk.attach(all(data.files()));
        }
    });
    window_event_listener(ev::paste, move |event: ClipboardEvent| {
        if let Some(data) = event.clipboard_data().filter(|data| are_files_meant(&types(data))) {
            event.prevent_default();
            desk.attach(all(data.files()));
        }
    });
}

fn files_in(event: &DragEvent) -> Option<DataTransfer> {
    event.data_transfer().filter(|data| types(data).iter().any(|kind| kind == "Files"))
}

fn types(data: &DataTransfer) -> Vec<String> {
    data.types().iter().filter_map(|kind| kind.as_string()).collect()
}

fn all(list: Option<FileList>) -> Vec<File> {
    list.map(|list| (0..list.length()).filter_map(|at| list.get(at)).collect()).unwrap_or_default()
}

impl Desk {
    /// Takes what was chosen out of the picker, so that the same file can be chosen again.
    pub(super) fn pick(self) {
        let chosen = all(self.picker.get_untracked().and_then(|picker| picker.files()));
        if !chosen.is_empty() {
            clear(self.picker);
            self.attach(chosen);
        }
    }

    fn attach(self, chosen: Vec<File>) {
        if self.busy.get_untracked() {
            return;
        }
        let (mut added, mut problems) = (0, Vec::new());
        for file in chosen {
            match self.files.try_update(|files| files.add(described(&file))) {
                Some(Ok(id)) => {
                    added += 1;
                    self.handles.update_value(|handles| handles.push((id, file.clone())));
                    self.look_into(id, file);
                }
                Some(Err(why)) => problems.push(why),
                None => {}
            }
        }
        self.files_error.set(summary(problems));
        self.status.set(attached_words(added));
    }

    /// A folder can be dropped like a file. Better said now than when the message goes out.
    fn look_into(self, id: u32, file: File) {
        spawn_local(async move {
            if !is_readable(&file).await && !self.busy.get_untracked() {
                self.forget(id);
                self.status.set(String::new());
                self.files_error.set(unreadable(&file.name()));
            }
        });
    }

    /// Not once the message itself is handed in: it may have gone out with the file.
    fn can_remove(self) -> bool {
        !self.busy.get() || self.upload.with(Option::is_some)
    }

    /// Takes a file off the list. One that is just being uploaded stops the sending.
    fn detach(self, id: u32) {
        if !untrack(|| self.can_remove()) {
            return;
        }
        self.stop_upload();
        let name = self.name(id);
        self.forget(id);
        self.files_error.set(String::new());
        self.status.set(format!("{name} removed."));
        focus(self.picker);
    }

    fn forget(self, id: u32) {
        self.files.update(|files| files.remove(id));
        self.handles.update_value(|handles| handles.retain(|(of, _)| *of != id));
    }

    fn name(self, id: u32) -> String {
        let name = |file: &DraftFile| (file.id == id).then(|| file.info.name.clone());
        self.files.with_untracked(|files| files.all().iter().find_map(name)).unwrap_or_default()
    }
}

fn described(file: &File) -> NewFile {
    NewFile {
        name: file.name(),
        media_type: file.type_(),
        size: whole(file.size()),
        modified: whole(file.last_modified()),
    }
}

/// JavaScript counts in floating point; its counts are whole and not negative.
fn whole(count: f64) -> u64 {
    Duration::try_from_secs_f64(count).map_or(u64::MAX, |count| count.as_secs())
}
