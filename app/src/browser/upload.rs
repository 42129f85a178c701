//! Attachments on their way out: read piece by piece, sealed, and uploaded ahead of their message. No more than one chunk
//! of a file is in memory.

use domain::{CHUNK_BYTES, MessageId};
use js_sys::Uint8Array;
use seal::Chunk;
use wasm_bindgen::JsCast as _;
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, File, Headers, Request, RequestInit, Response};

use super::{
    compose::{DraftFile, NotSent, Sealing, until_answered},
    page::rng,
    stop::Stop,
};
use crate::UiError;

/// What the page is told while files are uploaded.
pub(crate) enum News<'a> {
    /// So many bytes of all files are on the server.
    Uploaded(u64),
    /// The server is away; it is tried again.
    Away(&'a UiError),
}

/// A piece of a file that becomes one chunk.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Piece {
    place: Chunk,
    start: u64,
    end: u64,
}

impl Sealing {
    /// How many bytes all files have, and how many of them are on the server.
    pub(crate) fn progress(&self) -> (u64, u64) {
        let pieces = pieces(&self.draft.files).into_iter().take(self.uploaded);
        let total = self.draft.files.iter().map(|file| file.info.size).sum();
        (total, pieces.map(|piece| piece.end - piece.start).sum())
    }

    /// Uploads what the server has not acknowledged yet. `file` finds the browser's file by its id.
    pub(crate) async fn upload(
        &mut self,
        file: impl Fn(u32) -> Option<File>,
        stop: &Stop,
        told: impl Fn(News<'_>),
    ) -> Result<(), NotSent> {
        for piece in pieces(&self.draft.files).into_iter().skip(self.uploaded) {
            let body = self.seal_piece(piece, &file).await?;
            let path = path(self.id(), piece.place);
            let answer =
                until_answered(stop, async || put(&path, &body, stop).await, |error| told(News::Away(error)));
            let answer = answer.await;
            // Whatever came of the last request: nothing was handed in.
            if stop.is_stopped() {
                return Err(NotSent::Stopped);
            }
            answer?;
            self.uploaded += 1;
            told(News::Uploaded(self.progress().1));
        }
        Ok(())
    }

    async fn seal_piece(
        &self,
        piece: Piece,
        file: &impl Fn(u32) -> Option<File>,
    ) -> Result<Uint8Array, NotSent> {
        let at = usize::try_from(piece.place.attachment).ok();
        let chosen = at.and_then(|at| self.draft.files.get(at)).ok_or(UiError::Unexpected)?;
        let unreadable = || NotSent::Unreadable(chosen.info.name.clone());
        let file = file(chosen.id).ok_or_else(unreadable)?;
        let bytes = read(&file, piece.start, piece.end).await.ok_or_else(unreadable)?;
        let sealed = self.key.seal_chunk(self.id(), piece.place, &bytes, &mut rng());
        Ok(Uint8Array::from(sealed.as_slice()))
    }
}

/// Whether a file's bytes can be had. Those of a folder, which can be dropped like a file, cannot.
pub(crate) async fn is_readable(file: &File) -> bool {
    match file.slice_with_f64_and_f64(0.0, 1.0) {
        Ok(first) => JsFuture::from(first.array_buffer()).await.is_ok(),
        Err(_) => false,
    }
}

/// Every piece of all files, in the order of the files.
fn pieces(files: &[DraftFile]) -> Vec<Piece> {
    let chunk = u64::try_from(CHUNK_BYTES).expect("256 KiB fit 64 bits");
    let mut pieces = Vec::new();
    for (attachment, file) in (0..).zip(files) {
        let (size, count) = (file.info.size, file.info.chunks());
        for (number, at) in (0..).zip(0..count) {
            let place = Chunk { attachment, number, is_last: at + 1 == count };
            let start = at * chunk;
            pieces.push(Piece { place, start, end: size.min(start + chunk) });
        }
    }
    pieces
}

fn path(message: MessageId, place: Chunk) -> String {
    format!("/api/attachments/{message}/{}/{}", place.attachment, place.number)
}

/// A piece of a file, unless the file has changed or gone since it was chosen.
async fn read(file: &Blob, start: u64, end: u64) -> Option<Vec<u8>> {
    let [from, to] = [start, end].map(|at| u32::try_from(at).map(f64::from));
    let slice = file.slice_with_f64_and_f64(from.ok()?, to.ok()?).ok()?;
    let buffer = JsFuture::from(slice.array_buffer()).await.ok()?;
    let bytes = Uint8Array::new(&buffer).to_vec();
    let is_whole = u64::try_from(bytes.len()).is_ok_and(|length| length == end - start);
    is_whole.then_some(bytes)
}

/// Uploads one chunk, once.
async fn put(path: &str, body: &Uint8Array, stop: &Stop) -> Result<(), UiError> {
    let response = fetch(path, body, stop).await.ok_or(UiError::NoAnswer)?;
    if (200..300).contains(&response.status()) {
        return Ok(());
    }
    let body = match response.array_buffer() {
        Ok(body) => JsFuture::from(body).await.map(|body| Uint8Array::new(&body).to_vec()),
        Err(error) => Err(error),
    };
    Err(refusal(response.status(), &body.unwrap_or_default()))
}

/// `None` without an answer.
async fn fetch(path: &str, body: &Uint8Array, stop: &Stop) -> Option<Response> {
    let headers = Headers::new().ok()?;
    headers.set("content-type", "application/octet-stream").ok()?;
    let init = RequestInit::new();
    init.set_method("PUT");
    init.set_headers(&headers);
    init.set_body(body);
    init.set_signal(Some(&stop.signal()));
    let request = Request::new_with_str_and_init(path, &init).ok()?;
    JsFuture::from(web_sys::window()?.fetch_with_request(&request)).await.ok()?.dyn_into().ok()
}

/// What an answer means that is no yes. A proxy may have given it, in words of its own.
fn refusal(status: u16, body: &[u8]) -> UiError {
    serde_json::from_slice(body).unwrap_or(match status {
        401 => UiError::SignedOut,
        408 | 429 | 502..=504 => UiError::Unavailable,
        507 => UiError::StorageFull,
        _ => UiError::Unexpected,
    })
}

#[cfg(test)]
mod tests {
    use domain::AttachmentInfo;

    use super::*;

    fn file(size: u64) -> DraftFile {
        let info = AttachmentInfo { name: "a".into(), media_type: "text/plain".into(), size, inline: false };
        DraftFile { id: 0, info, modified: 0 }
    }

    fn ranges(sizes: &[u64]) -> Vec<(u32, u32, bool, u64, u64)> {
        let files: Vec<_> = sizes.iter().copied().map(file).collect();
        let range = |piece: Piece| {
            let Chunk { attachment, number, is_last } = piece.place;
            (attachment, number, is_last, piece.start, piece.end)
        };
        pieces(&files).into_iter().map(range).collect()
    }

    #[test]
    fn files_are_cut_into_chunks() {
        const CHUNK: u64 = 262_144;
        assert_eq!(ranges(&[]), []);
        assert_eq!(ranges(&[0]), [(0, 0, true, 0, 0)], "an empty file has one chunk, which is empty");
        assert_eq!(ranges(&[CHUNK]), [(0, 0, true, 0, CHUNK)]);
        assert_eq!(
            ranges(&[1, CHUNK + 1]),
            [(0, 0, true, 0, 1), (1, 0, false, 0, CHUNK), (1, 1, true, CHUNK, CHUNK + 1)]
        );
    }

    #[test]
    fn every_chunk_has_a_path() {
        let place = Chunk { attachment: 2, number: 31, is_last: false };
        let id = MessageId::from_bytes([7; 16]);
        assert_eq!(path(id, place), format!("/api/attachments/{id}/2/31"));
    }

    #[test]
    fn refusals_are_told_apart_whoever_gives_them() {
        assert_eq!(refusal(409, br#"{"error":"conflict"}"#), UiError::Conflict);
        assert_eq!(refusal(503, br#"{"error":"unavailable"}"#), UiError::Unavailable);
        assert_eq!(refusal(503, b"<h1>Busy</h1>"), UiError::Unavailable);
        assert_eq!(refusal(408, br#"{"title":"Request Timeout","status":408}"#), UiError::Unavailable);
        assert_eq!(refusal(401, b""), UiError::SignedOut);
        assert_eq!(refusal(507, b""), UiError::StorageFull);
        assert_eq!(refusal(500, b""), UiError::Unexpected);
    }
}
