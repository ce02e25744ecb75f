//! Java's files of certificates, as far as they can be read without Java.
//!
//! A JKS file keeps certificates of authorities as they are: its password only protects them against change. PKCS#12, which
//! is keytool's own, keeps them encrypted, and librdkafka takes no authorities from it.

use std::fs;

use openssl::pkcs12::Pkcs12;

use crate::sources::cluster::registry::encoded;

/// What a JKS file begins with.
const JKS: [u8; 4] = [0xfe, 0xed, 0xfe, 0xed];
/// What the entry of a certificate begins with; that of a private key begins with 1.
const TRUSTED: u32 = 2;

/// The authorities of a trust store.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Trust {
    /// The file is PEM.
    File,
    /// Their certificates, as PEM.
    Pem(String),
}

/// Reads the authorities of the file at `location`, which the password opens if one is needed.
///
/// # Errors
/// Why they cannot be had, and what can be done.
pub(super) fn trust(location: &str, password: Option<&str>) -> Result<Trust, String> {
    let bytes = fs::read(location).map_err(|error| format!("reading ssl.truststore.location {location}: {error}"))?;
    if bytes.starts_with(&JKS) {
        return certificates(&bytes).map(Trust::Pem).ok_or_else(|| {
            format!(
                "{location} is a JKS file that breaks off, or holds no certificate of an authority; {}",
                export(location)
            )
        });
    }
    if bytes.windows(PEM.len()).any(|window| window == PEM) {
        return Ok(Trust::File);
    }
    let Ok(store) = Pkcs12::from_der(&bytes) else {
        return Err(format!(
            "kskill reads certificates of authorities from PKCS12, JKS and PEM files, and {location} is none of them"
        ));
    };
    authorities(&store, password.unwrap_or_default()).map(Trust::Pem).ok_or_else(|| {
        format!(
            "{location} is PKCS12, and ssl.truststore.password does not open it, it holds no certificate of an \
             authority, or it is encrypted as Java 8 did; {}",
            export(location)
        )
    })
}

/// The trusted certificates of a PKCS#12 file; none where it cannot be opened or has none.
fn authorities(store: &Pkcs12, password: &str) -> Option<String> {
    let certificates = store.parse2(password).ok()?.ca?;
    let pem: Option<Vec<String>> =
        certificates.iter().map(|certificate| String::from_utf8(certificate.to_pem().ok()?).ok()).collect();
    pem.map(|pem| pem.concat()).filter(|pem| !pem.is_empty())
}

/// What stands in a PEM file before a certificate.
const PEM: &[u8] = b"-----BEGIN CERTIFICATE";

fn export(location: &str) -> String {
    format!(
        "write them out with `keytool -list -rfc -keystore {location} > ca.pem`, and set ssl.truststore.type=PEM and \
         ssl.truststore.location=ca.pem in a copy of the file"
    )
}

/// Whether the key store at `location` is one that only Java reads; one that cannot be read is librdkafka's to refuse.
pub(super) fn is_javas(location: &str) -> bool {
    fs::read(location).is_ok_and(|bytes| bytes.starts_with(&JKS))
}

/// The trusted certificates of a JKS file; none where it breaks off or has none.
fn certificates(bytes: &[u8]) -> Option<String> {
    let mut rest = Rest(bytes.get(JKS.len()..)?);
    let _version = rest.number()?;
    let count = rest.number()?;
    let mut pem = String::new();
    for _ in 0..count {
        let tag = rest.number()?;
        let _alias = rest.text()?;
        let _made = rest.take(8)?;
        if tag == TRUSTED {
            let _type = rest.text()?;
            let length = rest.number()?;
            encode(rest.take(usize::try_from(length).ok()?)?, &mut pem);
        } else {
            let length = rest.number()?;
            let _key = rest.take(usize::try_from(length).ok()?)?;
            for _ in 0..rest.number()? {
                let _type = rest.text()?;
                let length = rest.number()?;
                let _certificate = rest.take(usize::try_from(length).ok()?)?;
            }
        }
    }
    Some(pem).filter(|pem| !pem.is_empty())
}

/// What is still to be read.
struct Rest<'b>(&'b [u8]);

impl<'b> Rest<'b> {
    fn take(&mut self, length: usize) -> Option<&'b [u8]> {
        let (taken, rest) = self.0.split_at_checked(length)?;
        self.0 = rest;
        Some(taken)
    }

    fn number(&mut self) -> Option<u32> {
        self.take(4)?.try_into().ok().map(u32::from_be_bytes)
    }

    fn text(&mut self) -> Option<&'b [u8]> {
        let length = self.take(2)?.try_into().ok().map(u16::from_be_bytes)?;
        self.take(usize::from(length))
    }
}

/// Adds a certificate as PEM.
fn encode(der: &[u8], pem: &mut String) {
    pem.push_str("-----BEGIN CERTIFICATE-----\n");
    for line in der.chunks(48) {
        pem.push_str(&encoded(line));
        pem.push('\n');
    }
    pem.push_str("-----END CERTIFICATE-----\n");
}

#[cfg(test)]
mod tests {
    use super::*;

    fn jks(certificate: &[u8]) -> Vec<u8> {
        let mut bytes = JKS.to_vec();
        let number = |number: usize| u32::try_from(number).expect("small").to_be_bytes();
        let text = |text: &str| [&u16::try_from(text.len()).expect("short").to_be_bytes(), text.as_bytes()].concat();
        bytes.extend([number(2), number(1), number(2)].concat());
        bytes.extend([text("ca"), vec![0; 8], text("X.509")].concat());
        bytes.extend([&number(certificate.len()), certificate].concat());
        bytes.extend([0; 20]);
        bytes
    }

    #[test]
    fn authorities_are_taken_out_of_a_jks_file_without_its_password() {
        let pem = certificates(&jks(b"any carnal pleasure")).expect("one certificate");
        assert_eq!(pem, "-----BEGIN CERTIFICATE-----\nYW55IGNhcm5hbCBwbGVhc3VyZQ==\n-----END CERTIFICATE-----\n");
    }

    #[test]
    fn a_jks_file_that_breaks_off_has_no_authorities() {
        let whole = jks(b"any carnal pleasure");
        for length in 0..whole.len() - 20 {
            assert_eq!(certificates(&whole[..length]), None, "{length}");
        }
    }
}
