//! How many there may be.

use smtp::Limits;
use tokio::{io::AsyncReadExt, net::TcpStream};

use crate::{
    client::{Client, Kind, Recorder, listening, server, server_with},
    world,
};

#[tokio::test]
async fn one_too_many_is_told_and_a_place_comes_free() {
    let limits = Limits { connections: 3, ..Limits::default() };
    let (mut server, backend) = server_with(Recorder::new(10), world::settings(), limits);
    let address = listening(&mut server, Kind::Plain).await;
    let tls = listening(&mut server, Kind::Tls).await;
    let mut inside = Vec::new();
    for _ in 0..3 {
        inside.push(Client::dial(address, Kind::Plain).await);
    }
    assert_eq!(server.connections(), 3);
    for (address, said) in
        [(address, "421 4.3.2 Too many connections. Try again in a moment.\r\n"), (tls, "")]
    {
        let mut refused = String::new();
        TcpStream::connect(address).await.unwrap().read_to_string(&mut refused).await.unwrap();
        assert_eq!(refused, said);
    }
    drop(inside.pop());
    while server.connections() == 3 {
        tokio::task::yield_now().await;
    }
    let mut client = Client::dial(address, Kind::Plain).await;
    client.sign_in().await;
    client.mail("after all").await;
    assert_eq!(backend.mails().len(), 1);
}

#[tokio::test]
async fn a_thousand_that_do_nothing_stop_nobody() {
    let (server, backend) = server();
    let mut idle = Vec::new();
    for _ in 0..1000 {
        let mut client = Client::bare(&server, Kind::Plain);
        client.expect(220).await;
        idle.push(client);
    }
    let mut client = Client::connect(&server, Kind::Tls).await;
    client.sign_in().await;
    for _ in 0..10 {
        client.mail("fine").await;
    }
    assert_eq!(backend.mails().len(), 10);
    drop(idle);
}

#[tokio::test]
async fn hundreds_over_tcp_stop_nobody() {
    let (mut server, backend) = server();
    let address = listening(&mut server, Kind::Plain).await;
    let mut idle = Vec::new();
    for _ in 0..300 {
        idle.push(TcpStream::connect(address).await.unwrap());
    }
    let mut client = Client::dial(address, Kind::Plain).await;
    client.sign_in().await;
    client.mail("fine").await;
    assert_eq!(backend.mails().len(), 1);
    assert_eq!(server.connections(), 301);
}
