//! The files chosen for a message, and which of them fit.

use domain::{AttachmentInfo, MAX_ATTACHMENT_BYTES, MAX_ATTACHMENTS};
use words::Words;

use crate::{browser::DraftFile, components::in_words, file_name};

/// The longest media type that is taken over from a browser.
const LONGEST_TYPE: usize = 100;

/// A file as the browser tells of it.
pub(super) struct NewFile {
    pub(super) name: String,
    pub(super) media_type: String,
    pub(super) size: u64,
    pub(super) modified: u64,
}

/// The list, in the order of choosing.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Files {
    all: Vec<DraftFile>,
    next: u32,
}

impl Files {
    /// Adds a file, and returns its id; or says why not.
    pub(super) fn add(&mut self, new: NewFile) -> Result<u32, String> {
        let NewFile { name, media_type, size, modified } = new;
        let media_type = Some(media_type).filter(|text| (1..=LONGEST_TYPE).contains(&text.len()));
        let media_type = media_type.unwrap_or_else(|| "application/octet-stream".to_owned());
        let info = AttachmentInfo { name: file_name::clean(&name), media_type, size, inline: false };
        if let Some(why) = self.problem(&info, modified) {
            return Err(why);
        }
        let id = self.next;
        self.next += 1;
        self.all.push(DraftFile { id, info, modified });
        Ok(id)
    }

    fn problem(&self, info: &AttachmentInfo, modified: u64) -> Option<String> {
        let AttachmentInfo { name, size, .. } = info;
        if self.all.iter().any(|file| file.info == *info && file.modified == modified) {
            Some(format!("“{name}” is attached already."))
        } else if self.all.len() >= MAX_ATTACHMENTS {
            Some(format!(
                "“{name}” is one too many: a message can have {MAX_ATTACHMENTS} files. Put some of them into one ZIP \
                 file, or send a second message."
            ))
        } else if *size > MAX_ATTACHMENT_BYTES {
            let size = in_words(Words::ENGLISH, *size);
            Some(format!(
                "“{name}” is too large: it has {size}, and 25 MB fit. Attach a smaller version of it."
            ))
        } else if size.saturating_add(self.size()) > MAX_ATTACHMENT_BYTES {
            let size = in_words(Words::ENGLISH, *size);
            Some(format!(
                "“{name}” ({size}) does not fit any more: all files together can have 25 MB. Send it in a second message."
            ))
        } else {
            None
        }
    }

    /// Takes a file off the list.
    pub(super) fn remove(&mut self, id: u32) {
        self.all.retain(|file| file.id != id);
    }

    pub(super) fn all(&self) -> &[DraftFile] {
        &self.all
    }

    fn size(&self) -> u64 {
        self.all.iter().map(|file| file.info.size).sum()
    }
}

/// What to say of a file whose bytes cannot be had.
pub(super) fn unreadable(name: &str) -> String {
    format!("“{name}” cannot be read. If it is a folder, attach the files in it, or a ZIP file of it.")
}

/// What to say when not all files were attached: why the first was not, and of how many others that is true.
pub(super) fn summary(mut problems: Vec<String>) -> String {
    match problems.len() {
        0 => String::new(),
        1 => problems.remove(0),
        2 => format!("{} One other file was not attached either.", problems[0]),
        count => format!("{} {} other files were not attached either.", problems[0], count - 1),
    }
}

/// What those hear who do not see the list.
pub(super) fn attached_words(count: usize) -> String {
    match count {
        0 => String::new(),
        1 => "One file attached.".to_owned(),
        count => format!("{count} files attached."),
    }
}

/// Whether a clipboard that holds files means them. One with plain and formatted text holds what was copied in a word
/// processor or a spreadsheet, and the file is a picture of that text. A file manager adds the plain name only, and a
/// browser that copies an image adds only its HTML.
pub(super) fn are_files_meant(types: &[String]) -> bool {
    let has = |wanted: &str| types.iter().any(|kind| kind == wanted);
    has("Files") && !(has("text/plain") && has("text/html"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(name: &str, size: u64) -> NewFile {
        NewFile { name: name.to_owned(), media_type: "image/png".to_owned(), size, modified: 5 }
    }

    #[test]
    fn files_are_listed() {
        let mut files = Files::default();
        assert_eq!(files.add(file("a.png", 10)), Ok(0));
        assert_eq!(files.add(NewFile { media_type: String::new(), ..file("../b", 0) }), Ok(1));
        assert_eq!((files.all()[1].info.name.as_str(), files.size()), ("b", 10));
        assert_eq!(files.all()[1].info.media_type, "application/octet-stream");
        files.remove(0);
        assert_eq!(files.add(file("c.png", 1)), Ok(2), "an id is not given twice");
        assert_eq!(files.all().iter().map(|file| file.id).collect::<Vec<_>>(), [1, 2]);
    }

    #[test]
    fn the_same_file_is_attached_once() {
        let mut files = Files::default();
        files.add(file("image.png", 10)).unwrap();
        assert_eq!(files.add(file("image.png", 10)), Err("“image.png” is attached already.".to_owned()));
        assert_eq!(
            files.add(NewFile { modified: 6, ..file("image.png", 10) }),
            Ok(1),
            "another of the same name"
        );
    }

    #[test]
    fn what_does_not_fit_says_why() {
        let mut files = Files::default();
        let why = files.add(file("film.mp4", MAX_ATTACHMENT_BYTES + 1)).unwrap_err();
        assert_eq!(
            why,
            "“film.mp4” is too large: it has 27 MB, and 25 MB fit. Attach a smaller version of it."
        );
        assert!(files.add(file("all.zip", u64::MAX)).is_err());
        assert_eq!(files.add(file("a.zip", MAX_ATTACHMENT_BYTES)), Ok(0));
        let why = files.add(file("b.txt", 1)).unwrap_err();
        assert!(
            why.starts_with("“b.txt” (1 byte) does not fit any more: all files together can have 25 MB."),
            "{why}"
        );
        assert_eq!(files.add(file("empty.txt", 0)), Ok(1));
    }

    #[test]
    fn not_too_many() {
        let mut files = Files::default();
        for number in 0..MAX_ATTACHMENTS {
            files.add(file(&number.to_string(), 1)).unwrap();
        }
        let why = files.add(file("last", 1)).unwrap_err();
        assert!(why.starts_with("“last” is one too many: a message can have 100 files."), "{why}");
    }

    #[test]
    fn several_problems_are_one_sentence_and_a_count() {
        let problems = |count: usize| vec!["No.".to_owned(); count];
        assert_eq!(summary(problems(0)), "");
        assert_eq!(summary(problems(1)), "No.");
        assert_eq!(summary(problems(2)), "No. One other file was not attached either.");
        assert_eq!(summary(problems(4)), "No. 3 other files were not attached either.");
    }

    #[test]
    fn text_from_an_office_program_stays_text() {
        let meant =
            |types: &[&str]| are_files_meant(&types.iter().map(ToString::to_string).collect::<Vec<_>>());
        assert!(meant(&["Files"]));
        assert!(meant(&["text/html", "Files"]), "an image copied in a browser");
        assert!(meant(&["text/plain", "Files"]), "a file copied in a file manager");
        assert!(!meant(&["text/plain", "text/html", "text/rtf", "Files"]));
        assert!(!meant(&["text/plain"]));
    }
}
