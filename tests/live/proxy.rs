//! A proxy before one broker that writes down which requests pass.

use std::collections::BTreeSet;
use std::io::{Read, Write};
use std::net::{Shutdown, SocketAddr, TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::thread;

use crate::own::{Own, commit, make_topic, send};

/// Listens on a port of its own; every request to it goes on to the broker.
pub struct Proxy {
    port: u16,
    upstream: Arc<Mutex<Option<SocketAddr>>>,
    seen: Arc<Mutex<BTreeSet<(i16, String)>>>,
}

impl Proxy {
    /// Before a broker with records in `orders`, some of which `billing` has read; it is gone when the cluster is dropped.
    pub fn before_orders() -> (Self, Own) {
        let proxy = Self::start();
        // What clients are told of the broker is the proxy's port: none goes round it.
        let cluster = Own::start("one", &format!("advertised.listeners=PLAINTEXT://{}\n", proxy.address()));
        proxy.forward_to(cluster.get("PLAINTEXT"));
        let bootstrap = proxy.address();
        make_topic(&bootstrap, "orders", 3, 1);
        send(&bootstrap, "orders", 10);
        commit(&bootstrap, "billing", "orders", 4);
        (proxy, cluster)
    }

    /// Listens; [`Self::forward_to`] says where the broker is.
    fn start() -> Self {
        let listener = TcpListener::bind(("127.0.0.1", 0)).expect("a port");
        let port = listener.local_addr().expect("it has an address").port();
        let proxy = Self { port, upstream: Arc::default(), seen: Arc::default() };
        let (upstream, seen) = (Arc::clone(&proxy.upstream), Arc::clone(&proxy.seen));
        thread::spawn(move || {
            for client in listener.incoming().flatten() {
                let to = *upstream.lock().expect("no thread died");
                if let Some(broker) = to.and_then(|address| TcpStream::connect(address).ok()) {
                    forward(client, broker, Arc::clone(&seen));
                }
            }
        });
        proxy
    }

    /// The address that clients are to use.
    pub fn address(&self) -> String {
        format!("127.0.0.1:{}", self.port)
    }

    /// Where requests go from now on.
    fn forward_to(&self, address: &str) {
        *self.upstream.lock().expect("no thread died") = Some(address.parse().expect("an address"));
    }

    /// The numbers of the requests of a client, by the beginning of its `client.id`.
    pub fn requests_of(&self, client: &str) -> BTreeSet<i16> {
        let seen = self.seen.lock().expect("no thread died");
        seen.iter().filter(|(_, id)| id.starts_with(client)).map(|(key, _)| *key).collect()
    }
}

fn forward(client: TcpStream, broker: TcpStream, seen: Arc<Mutex<BTreeSet<(i16, String)>>>) {
    let (mut from_broker, mut to_client) =
        (broker.try_clone().expect("a socket"), client.try_clone().expect("a socket"));
    thread::spawn(move || {
        let _ = std::io::copy(&mut from_broker, &mut to_client);
        let _ = to_client.shutdown(Shutdown::Both);
    });
    thread::spawn(move || {
        let (mut client, mut broker) = (client, broker);
        while let Ok(request) = next(&mut client) {
            seen.lock().expect("no thread died").insert(header(&request));
            let length = u32::try_from(request.len()).expect("a length");
            if broker.write_all(&length.to_be_bytes()).and_then(|()| broker.write_all(&request)).is_err() {
                break;
            }
        }
        let _ = broker.shutdown(Shutdown::Both);
    });
}

/// A request: four bytes say how long it is.
fn next(from: &mut TcpStream) -> std::io::Result<Vec<u8>> {
    let mut length = [0; 4];
    from.read_exact(&mut length)?;
    let mut request = vec![0; usize::try_from(u32::from_be_bytes(length)).expect("a length")];
    from.read_exact(&mut request)?;
    Ok(request)
}

/// Two bytes for what is asked, two for its version, four to tell answers apart, then a text with its length.
fn header(request: &[u8]) -> (i16, String) {
    let number = |at: usize| i16::from_be_bytes([request[at], request[at + 1]]);
    let length = usize::try_from(number(8)).unwrap_or(0);
    (number(0), String::from_utf8_lossy(&request[10..10 + length]).into_owned())
}
