//! Whose certificates are trusted in calls to clients' servers.

use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::{self, PemObject as _};
use rustls::{ClientConfig, RootCertStore, crypto::aws_lc_rs};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use thiserror::Error;

/// A file of certificates that can't be used.
#[derive(Debug, Error)]
#[error("outbound.ca_file: {}: {reason}", file.display())]
pub struct AuthoritiesError {
    file: PathBuf,
    reason: Reason,
}

#[derive(Debug, Error)]
enum Reason {
    #[error(transparent)]
    Read(#[from] std::io::Error),
    #[error("it is no PEM ({0}): it must hold certificates between BEGIN CERTIFICATE and END CERTIFICATE")]
    Pem(pem::Error),
    #[error("a certificate in it cannot be read ({0})")]
    Certificate(#[from] rustls::Error),
    #[error("there is no certificate in it")]
    Empty,
}

/// The authorities whose certificates are trusted: the public ones, and the operator's own.
#[derive(Clone, Debug)]
pub struct Authorities(RootCertStore);

impl Authorities {
    /// The public ones, and those in the operator's file.
    ///
    /// # Errors
    /// When the file is missing, no PEM, or has no certificate.
    pub fn with(ca_file: Option<&Path>) -> Result<Self, AuthoritiesError> {
        let mut roots = RootCertStore {
            roots: webpki_roots::TLS_SERVER_ROOTS.to_vec(),
        };
        if let Some(file) = ca_file {
            add(&mut roots, file).map_err(|reason| AuthoritiesError {
                file: file.to_owned(),
                reason,
            })?;
        }
        Ok(Self(roots))
    }

    pub(super) fn into_config(self) -> ClientConfig {
        ClientConfig::builder_with_provider(Arc::new(aws_lc_rs::default_provider()))
            .with_safe_default_protocol_versions()
            .expect("aws-lc-rs has ciphers for each version")
            .with_root_certificates(self.0)
            .with_no_client_auth()
    }
}

fn add(roots: &mut RootCertStore, file: &Path) -> Result<(), Reason> {
    let text = std::fs::read(file)?;
    let before = roots.len();
    for certificate in CertificateDer::pem_slice_iter(&text) {
        roots.add(certificate.map_err(Reason::Pem)?)?;
    }
    if roots.len() == before {
        return Err(Reason::Empty);
    }
    Ok(())
}
