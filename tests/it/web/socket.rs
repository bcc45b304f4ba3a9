//! Once over a real socket.

use std::net::SocketAddr;

use hoso::web::{Options, ServeError, serve};
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::{TcpListener, TcpStream},
};

use super::fixture::province;

async fn exchange(address: SocketAddr, request: &str) -> String {
    let mut stream = TcpStream::connect(address).await.expect("a connection");
    stream.write_all(request.as_bytes()).await.expect("sent");
    let mut answer = String::new();
    stream.read_to_string(&mut answer).await.expect("an answer");
    answer
}

async fn free_address() -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    listener.local_addr().expect("an address")
}

#[tokio::test]
async fn the_service_answers_on_a_socket() {
    let service = province().await;
    let listen = free_address().await;
    let options = Options { listen, demo: None, invented: false };
    let serving = tokio::spawn(serve(service.app.clone(), options));
    for _attempt in 0..100 {
        if TcpStream::connect(listen).await.is_ok() {
            break;
        }
        tokio::task::yield_now().await;
    }
    let answer = exchange(
        listen,
        "GET /api/v1/people HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n",
    )
    .await;
    assert!(answer.starts_with("HTTP/1.1 401 "), "{answer}");
    assert!(answer.contains("token_missing"), "{answer}");
    serving.abort();
}

#[tokio::test]
async fn an_address_in_use_is_told() {
    let service = province().await;
    let held = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let listen = held.local_addr().expect("an address");
    let options = Options { listen, demo: None, invented: false };
    let served = serve(service.app.clone(), options).await;
    assert!(matches!(served, Err(ServeError::Listen { address, .. }) if address == listen));
}
