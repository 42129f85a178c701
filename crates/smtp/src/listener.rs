//! Accepting connections.

use std::{io, io::Write, net::IpAddr, sync::Arc, time::Duration};

use tokio::{
    net::{TcpListener, TcpStream},
    sync::watch,
    task::JoinSet,
    time::{Instant, sleep, sleep_until},
};
use tracing::{error, warn};

use crate::{
    Backend, Reply, Security,
    door::Weather,
    server::{self, Shared},
};

/// How long nothing is accepted when the system has no more descriptors.
const REST: Duration = Duration::from_millis(200);

/// Accepts until the server stops; then waits for the connections until the time that it was given.
pub(crate) async fn accept<B: Backend>(shared: Arc<Shared<B>>, listener: TcpListener, security: Security) {
    let mut connections = JoinSet::new();
    let mut weather = shared.door.weather();
    let until = loop {
        tokio::select! {
            accepted = listener.accept() => match accepted {
                Ok((stream, client)) => admit(&shared, &mut connections, stream, client.ip(), &security),
                Err(error) => rest(&error).await,
            },
            Some(ended) = connections.join_next() => log_panic(&ended),
            until = stopped(&mut weather) => break until,
        }
    };
    drop(listener);
    finish(connections, until).await;
}

/// Waits for the server's stop.
async fn stopped(weather: &mut watch::Receiver<Weather>) -> Option<Instant> {
    weather.wait_for(|weather| weather.stop.is_some()).await.ok().and_then(|weather| weather.stop)
}

fn admit<B: Backend>(
    shared: &Arc<Shared<B>>,
    connections: &mut JoinSet<()>,
    stream: TcpStream,
    client: IpAddr,
    security: &Security,
) {
    let place = match shared.door.admit(client) {
        Ok(place) => place,
        Err(reply) => return turn_away(stream, &reply, security),
    };
    // Replies are written whole, so there is nothing that waiting could add. Without it they are late, not lost.
    stream.set_nodelay(true).unwrap_or_default();
    let conversation = server::converse(Arc::clone(shared), stream, client, security.clone());
    connections.spawn(async move {
        let _place = place;
        conversation.await;
    });
}

/// Says why there is no place, as far as the socket takes it at once. Under TLS nothing can be said.
fn turn_away(stream: TcpStream, reply: &Reply, security: &Security) {
    if matches!(security, Security::Tls(_)) {
        return;
    }
    let mut octets = Vec::new();
    reply.write_to(&mut octets);
    // Tokio would wait to hear that the socket is ready; a new one always is.
    if let Ok(mut stream) = stream.into_std() {
        stream.write(&octets).unwrap_or_default();
    }
}

/// An error of one connection passes; any other is the system's, and would come again at once.
async fn rest(error: &io::Error) {
    use io::ErrorKind::{ConnectionAborted, ConnectionRefused, ConnectionReset, Interrupted};
    if matches!(error.kind(), ConnectionAborted | ConnectionRefused | ConnectionReset | Interrupted) {
        return;
    }
    warn!(%error, "no connection can be accepted");
    sleep(REST).await;
}

async fn finish(mut connections: JoinSet<()>, until: Option<Instant>) {
    let until = until.unwrap_or_else(Instant::now);
    loop {
        tokio::select! {
            ended = connections.join_next() => match ended {
                Some(ended) => log_panic(&ended),
                None => return,
            },
            () = sleep_until(until) => {
                warn!(connections = connections.len(), "dropped while the server stopped");
                return connections.shutdown().await;
            }
        }
    }
}

/// What went wrong is in the panic's own message.
fn log_panic(ended: &Result<(), tokio::task::JoinError>) {
    if ended.is_err() {
        error!("a connection ended with a panic");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test(start_paused = true)]
    async fn only_the_systems_errors_make_it_rest() {
        let began = Instant::now();
        rest(&io::ErrorKind::ConnectionAborted.into()).await;
        assert_eq!(began.elapsed(), Duration::ZERO);
        let too_many_open_files = io::Error::from_raw_os_error(24);
        rest(&too_many_open_files).await;
        assert_eq!(began.elapsed(), REST);
    }
}
