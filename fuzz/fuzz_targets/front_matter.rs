#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| heftfaden_fuzz::targets::front_matter(bytes));
