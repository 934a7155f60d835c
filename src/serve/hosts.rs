//! Which names of this machine the preview answers to.

use std::net::IpAddr;

/// The names that requests may ask for.
#[derive(Clone, Debug)]
pub(super) struct Hosts {
    /// What `--host` says.
    bound: String,
    /// This machine's own name, where every address of it is bound.
    own: Option<String>,
}

impl Hosts {
    /// The names of a server that is bound to an address or name.
    pub fn of(bound: &str) -> Self {
        let is_everything = address(bound).is_some_and(|address| address.is_unspecified());
        let own =
            std::fs::read_to_string("/proc/sys/kernel/hostname").ok().or_else(|| std::env::var("COMPUTERNAME").ok());
        let own = own.map(|name| name.trim().to_ascii_lowercase()).filter(|name| is_everything && !name.is_empty());
        Self { bound: bound.trim_matches(['[', ']']).to_ascii_lowercase(), own }
    }

    /// Whether a `Host` header names this machine. Where every address is bound, any address as digits does: it is names
    /// that a stranger can point here.
    pub fn allow(&self, header: &str) -> bool {
        let name = name_of(header).to_ascii_lowercase();
        let name = name.strip_suffix('.').unwrap_or(&name);
        if let Some(asked) = address(name) {
            let bound = address(&self.bound);
            return asked.is_loopback()
                || bound == Some(asked)
                || bound.is_some_and(|bound| bound.is_unspecified() && !asked.is_unspecified());
        }
        let is_own = self.own.as_deref().is_some_and(|own| name == own || name.strip_suffix(".local") == Some(own));
        name == "localhost" || name == self.bound || is_own
    }
}

/// The name in a `Host` header, without its port.
fn name_of(header: &str) -> &str {
    match header.strip_prefix('[') {
        Some(rest) => rest.split(']').next().unwrap_or(rest),
        None => header.rsplit_once(':').map_or(header, |(name, _)| name),
    }
}

fn address(name: &str) -> Option<IpAddr> {
    name.trim_matches(['[', ']']).parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn allowed<'h>(bound: &str, headers: &[&'h str]) -> Vec<&'h str> {
        let hosts = Hosts::of(bound);
        headers.iter().copied().filter(|header| hosts.allow(header)).collect()
    }

    #[test]
    fn loopback_answers_to_its_names_alone() {
        let good = ["localhost:4338", "127.0.0.1:4338", "LOCALHOST", "[::1]:4338", "127.0.0.1"];
        assert_eq!(allowed("127.0.0.1", &good), good);
        let bad = [
            "evil.example",
            "localhost.evil.example",
            "192.168.0.7:4338",
            "0.0.0.0:4338",
            "",
            "127.0.0.1.evil.example",
            "[::2]:4338",
        ];
        assert_eq!(allowed("127.0.0.1", &bad), [""; 0]);
    }

    #[test]
    fn a_bound_name_is_one_more() {
        assert_eq!(allowed("vorschau.intern", &["vorschau.intern:80", "evil.example"]), ["vorschau.intern:80"]);
        assert_eq!(allowed("192.168.0.7", &["192.168.0.7:4338", "192.168.0.8"]), ["192.168.0.7:4338"]);
    }

    #[test]
    fn everything_answers_to_addresses_but_not_to_strange_names() {
        let asked = ["192.168.0.7:4338", "[fe80::1]:4338", "evil.example", "10.0.0.1"];
        assert_eq!(allowed("0.0.0.0", &asked), ["192.168.0.7:4338", "[fe80::1]:4338", "10.0.0.1"]);
    }
}
