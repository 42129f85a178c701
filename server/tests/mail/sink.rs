//! A relay that takes everything and passes nothing on.

use std::{
    io::{BufRead as _, BufReader, Write as _},
    net::{SocketAddr, TcpListener, TcpStream},
    sync::{Arc, Mutex},
    thread,
};

use crate::desk::eventually;

/// A mail that the relay was given.
#[derive(Debug, Clone, Default)]
pub(crate) struct Relayed {
    /// What followed `MAIL FROM:` and `RCPT TO:`.
    pub(crate) from: String,
    pub(crate) to: Vec<String>,
    pub(crate) content: String,
}

#[derive(Clone)]
pub(crate) struct Sink {
    address: SocketAddr,
    mails: Arc<Mutex<Vec<Relayed>>>,
}

impl Sink {
    pub(crate) fn open() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let sink = Self { address: listener.local_addr().unwrap(), mails: Arc::default() };
        let mails = Arc::clone(&sink.mails);
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let mails = Arc::clone(&mails);
                // A client that goes away is no concern of the test's.
                thread::spawn(move || converse(&stream, &mails).unwrap_or_default());
            }
        });
        sink
    }

    pub(crate) fn url(&self) -> String {
        format!("smtp://{}", self.address)
    }

    /// Waits for so many mails.
    pub(crate) async fn wait(&self, count: usize) -> Vec<Relayed> {
        eventually("a mail reaches the relay", async || {
            let mails = self.mails.lock().unwrap().clone();
            (mails.len() >= count).then_some(mails)
        })
        .await
    }
}

fn converse(stream: &TcpStream, mails: &Mutex<Vec<Relayed>>) -> std::io::Result<()> {
    let (mut out, mut mail) = (stream, Relayed::default());
    let mut lines = BufReader::new(stream).lines();
    out.write_all(b"220 sink\r\n")?;
    while let Some(line) = lines.next() {
        let line = line?;
        let reply = match line.split_once(':') {
            Some((verb, from)) if verb.eq_ignore_ascii_case("MAIL FROM") => {
                mail = Relayed { from: from.to_owned(), ..Relayed::default() };
                "250 OK"
            }
            Some((verb, to)) if verb.eq_ignore_ascii_case("RCPT TO") => {
                mail.to.push(to.to_owned());
                "250 OK"
            }
            _ if line.eq_ignore_ascii_case("DATA") => {
                out.write_all(b"354 go ahead\r\n")?;
                for line in lines.by_ref() {
                    match line? {
                        end if end == "." => break,
                        line => mail.content += &format!("{line}\n"),
                    }
                }
                mails.lock().unwrap().push(std::mem::take(&mut mail));
                "250 OK"
            }
            _ if line.starts_with("EHLO") => "250-sink\r\n250 8BITMIME",
            _ if line.eq_ignore_ascii_case("QUIT") => "221 bye",
            _ => "250 OK",
        };
        out.write_all(format!("{reply}\r\n").as_bytes())?;
    }
    Ok(())
}
