//! Which names of this machine the preview answers to.

use std::net::IpAddr;

/// The names that requests may ask for.
#[derive(Clone, Debug)]
pub(super) struct Hosts {
    /// What `--host` says.
    name: String,
    /// What that is bound to.
    address: IpAddr,
    /// This machine's own name, where every address of it is bound.
    own: Option<String>,
}

impl Hosts {
    /// The names of a server that is bound to an address, by an address or name.
    pub fn of(name: &str, address: IpAddr) -> Self {
        let own =
            std::fs::read_to_string("/proc/sys/kernel/hostname").ok().or_else(|| std::env::var("COMPUTERNAME").ok());
        let own = own.map(|own| own.trim().to_ascii_lowercase());
        let own = own.filter(|own| address.is_unspecified() && !own.is_empty());
        Self { name: name.to_ascii_lowercase(), address, own }
    }

    /// Whether a `Host` header names this machine. Where every address is bound, any address as digits does: it is names
    /// that a stranger can point here.
    pub fn allow(&self, header: &str) -> bool {
        let Some(host) = without_port(header) else { return false };
        let name = host.strip_suffix('.').unwrap_or(host).to_ascii_lowercase();
        if let Some(asked) = address(&name) {
            let is_any = self.address.is_unspecified() && !asked.is_unspecified();
            return asked.is_loopback() || asked == self.address || is_any;
        }
        let is_own = self.own.as_deref().is_some_and(|own| name == own || name.strip_suffix(".local") == Some(own));
        name == "localhost" || name == self.name || is_own
    }
}

/// The name in a `Host` header; none where anything but a port stands behind it.
fn without_port(header: &str) -> Option<&str> {
    let end = header.find(']').map_or(0, |bracket| bracket + 1);
    let name = header[end..].find(':').map_or(header, |colon| &header[..end + colon]);
    let is_port = |port: &str| !port.is_empty() && port.bytes().all(|byte| byte.is_ascii_digit());
    let port = &header[name.len()..];
    (port.is_empty() || port.strip_prefix(':').is_some_and(is_port)).then_some(name)
}

/// The address that a name is as digits: `127.0.0.1`, `[::1]`.
fn address(name: &str) -> Option<IpAddr> {
    match name.strip_prefix('[') {
        Some(rest) => rest.strip_suffix(']')?.parse().map(IpAddr::V6).ok(),
        None => name.parse().map(IpAddr::V4).ok(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn allowed<'h>(bound: &str, address: &str, headers: &[&'h str]) -> Vec<&'h str> {
        let hosts = Hosts::of(bound, address.parse().unwrap());
        headers.iter().copied().filter(|header| hosts.allow(header)).collect()
    }

    #[test]
    fn loopback_answers_to_its_names_alone() {
        let good = ["localhost:4338", "127.0.0.1:4338", "LOCALHOST", "[::1]:4338", "127.0.0.1"];
        assert_eq!(allowed("127.0.0.1", "127.0.0.1", &good), good);
        let bad = [
            "evil.example",
            "localhost.evil.example",
            "192.168.0.7:4338",
            "0.0.0.0:4338",
            "",
            "127.0.0.1.evil.example",
            "[::2]:4338",
            "localhost:80@evil.example",
            "localhost@evil.example",
            "[::1].evil.example",
            "[::1]evil.example:80",
            "[localhost].evil.example",
            "[localhost]",
            "[127.0.0.1]",
            "::1",
            "localhost:",
            "localhost:x",
            "localhost:80:80",
            "localhost:80.evil.example",
            "evil.example]:80",
        ];
        assert_eq!(allowed("127.0.0.1", "127.0.0.1", &bad), [""; 0]);
    }

    #[test]
    fn a_bound_name_is_one_more() {
        assert_eq!(
            allowed("vorschau.intern", "192.168.0.9", &["vorschau.intern:80", "evil.example"]),
            ["vorschau.intern:80"]
        );
        assert_eq!(allowed("192.168.0.7", "192.168.0.7", &["192.168.0.7:4338", "192.168.0.8"]), ["192.168.0.7:4338"]);
    }

    #[test]
    fn everything_answers_to_addresses_but_not_to_strange_names() {
        let asked = ["192.168.0.7:4338", "[fe80::1]:4338", "evil.example", "10.0.0.1"];
        assert_eq!(allowed("0", "0.0.0.0", &asked), ["192.168.0.7:4338", "[fe80::1]:4338", "10.0.0.1"]);
    }
}
