//! robots.txt, drawn in the shares in which municipal hosts have them.

use crate::Settings;
use crate::answer::Response;
use crate::municipality::Family;
use crate::random::Random;
use crate::site::Site;

/// Whether a host tells every crawler to stay away.
pub fn closed(site: &Site) -> bool {
    kind(site) == Kind::Closed
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Html,
    Empty,
    Delay,
    Closed,
    Missing,
    Usual,
}

fn kind(site: &Site) -> Kind {
    match Random::of(&[site.seed, 17]).below(1_000) {
        0..100 => Kind::Html,
        100..180 => Kind::Empty,
        180..280 => Kind::Delay,
        280..304 => Kind::Closed,
        304..454 => Kind::Missing,
        _ => Kind::Usual,
    }
}

/// The robots.txt of a host.
pub fn answer(site: &Site, settings: &Settings) -> Response {
    let mut random = Random::of(&[site.seed, 18]);
    let plain = |text: String| Response::html(200, "text/plain", text.into_bytes());
    match kind(site) {
        Kind::Html => Response::html(
            200,
            "text/html; charset=utf-8",
            format!(
                "<!DOCTYPE html><html><head><title>{}</title></head><body><a href=\"/\">Start</a></body></html>",
                site.place.name
            )
            .into_bytes(),
        ),
        Kind::Empty => plain(random.pick(&["", "\n", "\u{feff}", "# pusty\n"]).to_owned()),
        Kind::Missing => Response::html(404, "text/html", b"<html><body>404 Not Found</body></html>".to_vec()),
        Kind::Closed => plain(
            random
                .pick(&[
                    "User-agent: *\nDisallow: /\n",
                    "User-Agent: *\r\nDisallow: /\r\n",
                    "User-agent: Googlebot\nDisallow:\n\nUser-agent: *\nDisallow: /\n",
                ])
                .to_owned(),
        ),
        Kind::Delay => {
            let seconds = [1, 5, 10, 10, 10, 20, 30, 30, 60, 3_600][random.below(10)];
            let delay = f64::from(seconds) * settings.delay_factor;
            plain(format!("User-agent: *\nCrawl-delay: {delay}\n{}", rules(site, &mut random)))
        }
        Kind::Usual => plain(format!("User-agent: *\n{}", rules(site, &mut random))),
    }
}

fn rules(site: &Site, random: &mut Random) -> String {
    let mut text = match site.host.family {
        Family::WordPress => "Disallow: /wp-admin/\nAllow: /wp-admin/admin-ajax.php\n".to_owned(),
        Family::Joomla => {
            "Disallow: /administrator/\nDisallow: /cache/\nDisallow: /components/\nDisallow: /includes/\nDisallow: /tmp/\n"
                .to_owned()
        }
        Family::BipPhp => "Disallow: /admin/\nDisallow: /*print=1\n".to_owned(),
        _ => "Disallow: /cgi-bin/\nDisallow: /admin\n".to_owned(),
    };
    if random.chance(15) {
        text.push_str("\nUser-agent: AhrefsBot\nDisallow: /\n\nUser-agent: MJ12bot\nDisallow: /\n");
    }
    if crate::sitemap::listed(site) {
        text.push_str(&format!("\nSitemap: http://{}/sitemap.xml\n", site.host.name));
    }
    text
}
