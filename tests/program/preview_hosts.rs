//! The preview: whom it answers, and for how long it waits for a question.

use crate::preview::Preview;
use crate::project::Project;
use std::io::{Read, Write};
use std::net::TcpStream;
use std::time::Duration;

#[test]
fn the_address_that_is_printed_can_be_opened_however_it_was_asked_for() {
    let project = Project::healthy();
    let preview = Preview::with(&project, &["--port", "0", "--host", "0"]);
    assert!(preview.host.starts_with("127.0.0.1:"), "{}", preview.host);
    assert_eq!(preview.get("/").status, 200);
}

#[test]
fn whoever_a_request_is_sent_to_must_be_this_machine() {
    let project = Project::healthy();
    let preview = Preview::of(&project);
    for (head, status) in [
        ("GET / HTTP/1.1\r\nHost: localhost\r\n", 200),
        ("GET http://localhost/ HTTP/1.1\r\nHost: localhost\r\n", 200),
        ("GET http://evil.example/ HTTP/1.1\r\nHost: localhost\r\n", 403),
        ("GET http://localhost/ HTTP/1.1\r\nHost: evil.example\r\n", 403),
        ("GET / HTTP/1.1\r\nHost: localhost:80@evil.example\r\n", 403),
        ("GET / HTTP/1.1\r\nHost: localhost\r\nHost: localhost\r\n", 400),
        ("GET / HTTP/1.1\r\nHost: localhost\r\nHost: evil.example\r\n", 400),
        ("GET / HTTP/1.1\r\n", 403),
    ] {
        assert_eq!(preview.send(head).status, status, "{head}");
    }
}

#[test]
fn a_request_that_is_never_finished_is_let_go() {
    let project = Project::healthy();
    let preview = Preview::of(&project);
    let mut stream = TcpStream::connect(&preview.host).unwrap();
    stream.set_read_timeout(Some(Duration::from_secs(40))).unwrap();
    write!(stream, "GET / HTTP/1.1\r\nHost: localhost\r\nX: ").unwrap();
    assert_eq!(stream.read(&mut [0]).unwrap(), 0, "the connection is closed");
}
