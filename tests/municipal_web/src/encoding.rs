//! Bytes of a page in the encodings that municipal sites use, and what they claim to use.

/// How the text of a site is written as bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Encoding {
    /// UTF-8.
    Utf8,
    /// ISO-8859-2, as older Joomla and Mambo sites.
    Iso88592,
    /// windows-1250, as static sites from desktop editors.
    Windows1250,
}

impl Encoding {
    /// The name that headers and `<meta>` print.
    pub fn name(self) -> &'static str {
        match self {
            Self::Utf8 => "utf-8",
            Self::Iso88592 => "iso-8859-2",
            Self::Windows1250 => "windows-1250",
        }
    }

    /// The text as bytes; letters the encoding lacks become character references.
    pub fn encode(self, text: &str) -> Vec<u8> {
        if self == Self::Utf8 {
            return text.as_bytes().to_vec();
        }
        let mut out = Vec::with_capacity(text.len());
        for letter in text.chars() {
            match self.byte(letter) {
                Some(byte) => out.push(byte),
                None => out.extend_from_slice(format!("&#{};", letter as u32).as_bytes()),
            }
        }
        out
    }

    /// The byte of a letter. ą, ś and ź differ between the two encodings, the other Polish letters do not.
    pub fn byte(self, letter: char) -> Option<u8> {
        let windows = self == Self::Windows1250;
        Some(match letter {
            letter if letter.is_ascii() => letter as u8,
            '\u{a0}' => 0xA0,
            'Ą' => {
                if windows {
                    0xA5
                } else {
                    0xA1
                }
            }
            'ą' => {
                if windows {
                    0xB9
                } else {
                    0xB1
                }
            }
            'Ś' => {
                if windows {
                    0x8C
                } else {
                    0xA6
                }
            }
            'ś' => {
                if windows {
                    0x9C
                } else {
                    0xB6
                }
            }
            'Ź' => {
                if windows {
                    0x8F
                } else {
                    0xAC
                }
            }
            'ź' => {
                if windows {
                    0x9F
                } else {
                    0xBC
                }
            }
            'Ł' => 0xA3,
            'ł' => 0xB3,
            'Ż' => 0xAF,
            'ż' => 0xBF,
            'Ć' => 0xC6,
            'ć' => 0xE6,
            'Ę' => 0xCA,
            'ę' => 0xEA,
            'Ń' => 0xD1,
            'ń' => 0xF1,
            'Ó' => 0xD3,
            'ó' => 0xF3,
            '§' => 0xA7,
            '„' if windows => 0x84,
            '”' if windows => 0x94,
            '–' if windows => 0x96,
            '•' if windows => 0x95,
            '»' if windows => 0xBB,
            '«' if windows => 0xAB,
            _ => return None,
        })
    }
}
