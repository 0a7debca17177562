//! A mail server that catches what the provider sends.

use std::net::Ipv4Addr;
use tokio::net::TcpListener;
use tokio::task::JoinHandle;
use voltkey_demo::mail_catcher::{Inbox, serve_smtp};

/// A mail server on a port of its own, until it is dropped.
pub struct MailServer {
    inbox: Inbox,
    serving: JoinHandle<std::io::Result<()>>,
    /// What `mail.url` must be.
    pub url: String,
}

impl MailServer {
    /// Begins to listen.
    pub async fn start() -> Self {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.unwrap();
        let url = format!("smtp://{}", listener.local_addr().unwrap());
        let inbox = Inbox::default();
        let serving = tokio::spawn(serve_smtp(listener, inbox.clone()));
        Self { inbox, serving, url }
    }

    /// How many mails have come to an address.
    pub fn mails_to(&self, email: &str) -> usize {
        self.inbox.mails().iter().filter(|mail| mail.to == email).count()
    }
}

impl Drop for MailServer {
    fn drop(&mut self) {
        self.serving.abort();
    }
}
