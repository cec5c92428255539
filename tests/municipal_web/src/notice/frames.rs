//! Sentence frames of notices. Words in braces are filled in by `write.rs`; what a frame prints becomes part of the truth.

/// How a description of an EU project begins.
pub const EU_INTRO: [&str; 14] = [
    "{Gmina} realizuje projekt pn. „{title}” współfinansowany ze środków {fund} w ramach {programme}.",
    "Projekt „{title}” jest dofinansowany ze środków Unii Europejskiej: {fund}, w ramach {programme}.",
    "W ramach {programme} {gmina} prowadzi zadanie pn.: „{title}”. Nr umowy o dofinansowanie: {agreement}.",
    "Informujemy, że {gmina} zawarła umowę nr {agreement} o dofinansowanie projektu „{title}” z {programme}.",
    "„{title}” – to tytuł projektu, który {gmina} realizuje dzięki wsparciu z {fund}.",
    "Nazwa projektu: „{title}”. Beneficjent: {gmina}. Źródło wsparcia: środki {programme}.",
    "Od {start} r. {gmina} realizuje projekt pod nazwą „{title}”, współfinansowany przez Unię Europejską ze środków {fund}.",
    "Projekt „{title}” o numerze {agreement} realizowany jest przez {gminę} w ramach {programme}.",
    "{Gmina} otrzymała dofinansowanie na realizację projektu „{title}” w ramach {programme} ze środków {fund}.",
    "Umową {agreement} z dnia {signed} r. {gmina} uzyskała wsparcie projektu „{title}” ze środków {programme}.",
    "Dzięki środkom {fund} w {loc} realizowany jest projekt „{title}”. Beneficjentem jest {gmina}.",
    "Operacja pn. „{title}” realizowana przez {gminę} współfinansowana jest z {programme}.",
    "{Gmina} jako beneficjent {programme} przystąpiła do realizacji projektu „{title}”.",
    "Z {programme} dofinansowano projekt {gminy} „{title}” (umowa nr {agreement}).",
];

/// Sums of an EU project in a sentence.
pub const EU_SUMS: [&str; 12] = [
    "Całkowita wartość projektu wynosi {total}, w tym dofinansowanie {grant}, wkład własny {own}.",
    "Wartość projektu: {total}. Kwota dofinansowania: {grant}.",
    "Wartość całkowita projektu to {total}, z czego {grant} stanowi dofinansowanie ze środków UE.",
    "Łączna wartość projektu opiewa na {total}. Dofinansowanie wyniesie {grant}, a wkład własny gminy {own}.",
    "Całkowity koszt projektu: {total}, wysokość dofinansowania: {grant}, środki własne: {own}.",
    "Na realizację zadania gmina otrzymała {grant} dofinansowania przy całkowitej wartości projektu {total}.",
    "Koszt całkowity projektu wyniesie {total}, w tym wkład własny {own}.",
    "Wartość ogółem: {total}; dofinansowanie: {grant}; wkład własny: {own}.",
    "Projekt o łącznej wartości {total} uzyskał dofinansowanie w wysokości {grant}.",
    "Kwota dofinansowania wynosi {grant}, natomiast wkład własny gminy {own}.",
    "Planowany koszt całkowity projektu wynosi {total}, wartość dofinansowania – {grant}.",
    "Wartość projektu {total}, dofinansowanie z UE {grant}.",
];

/// Period of a project.
pub const PERIOD: [&str; 12] = [
    "Okres realizacji projektu: {start} r. – {end} r.",
    "Projekt realizowany jest w okresie od {start} r. do {end} r.",
    "Termin realizacji: {start} – {end}.",
    "Zadanie realizowane będzie od {start} r. do {end} r.",
    "Realizacja projektu rozpoczęła się {start} r., a zakończy się {end} r.",
    "Okres realizacji: od {start} do {end}.",
    "Prace potrwają od {start} r. do {end} r.",
    "Umowę podpisano {signed} r. Okres realizacji: {start} - {end}.",
    "Początek realizacji: {start} r. Zakończenie realizacji: {end} r.",
    "Działania zaplanowano na okres {start} – {end}.",
    "Projekt trwa od {start} r. i potrwa do {end} r.",
    "Data rozpoczęcia: {start}, data zakończenia: {end}.",
];

/// What a project is for.
pub const AIM: [&str; 12] = [
    "Celem projektu jest poprawa warunków życia mieszkańców {gminy}.",
    "Głównym celem jest zwiększenie dostępności usług w {loc} i okolicznych wsiach.",
    "Cel projektu: podniesienie jakości infrastruktury oraz bezpieczeństwa mieszkańców.",
    "Dzięki przedsięwzięciu poprawi się stan środowiska naturalnego na terenie gminy.",
    "Projekt zakłada objęcie wsparciem {participants} osób z terenu gminy.",
    "Planowane efekty: lepsza dostępność obiektów i niższe koszty ich utrzymania.",
    "Rezultatem będzie wzrost atrakcyjności {gminy} jako miejsca zamieszkania.",
    "W projekcie weźmie udział {participants} uczestników.",
    "Zakres rzeczowy obejmuje roboty przygotowawcze, zasadnicze oraz nadzór.",
    "Inwestycja odpowiada na potrzeby zgłaszane przez sołectwa.",
    "Działania skierowane są do mieszkańców wszystkich sołectw.",
    "Projekt wynika z przyjętej strategii rozwoju gminy.",
];

/// How a partner notice begins (article 33 of the act of 11 July 2014).
pub const PARTNER_INTRO: [&str; 12] = [
    "Na podstawie art. 33 ust. 4a ustawy z dnia 11 lipca 2014 r. {gmina} informuje o rozpoczęciu realizacji projektu partnerskiego pn. „{title}”.",
    "{Gmina} podaje do publicznej wiadomości, zgodnie z art. 33 ust. 4a ustawy wdrożeniowej, że przystąpiła jako partner do projektu „{title}”.",
    "Informacja o rozpoczęciu realizacji projektu partnerskiego „{title}” w ramach {programme}. Lider: {partner}. Partner: {gmina}.",
    "Działając w oparciu o art. 33 ust. 4a ustawy o zasadach realizacji programów, {gmina} informuje, że projekt „{title}” realizuje w partnerstwie z {partner}.",
    "{Gmina} realizuje w partnerstwie projekt „{title}”. Liderem projektu jest {partner}.",
    "Projekt „{title}” jest realizowany przez partnerstwo: {partner} (lider) oraz {gmina} (partner).",
    "Zgodnie z obowiązkiem wynikającym z art. 33 ust. 4a informujemy o partnerstwie w projekcie „{title}”, którego partnerem jest {gmina}.",
    "W partnerstwie z organizacją {partner} {gmina} rozpoczęła realizację projektu „{title}” finansowanego z {programme}.",
    "Ogłoszenie o realizacji projektu partnerskiego. Tytuł: „{title}”. Partner: {gmina}. Lider: {partner}. Umowa nr {agreement}.",
    "Podaje się do wiadomości, że {gmina} uczestniczy w projekcie partnerskim „{title}” w ramach {programme}.",
    "Projekt partnerski „{title}” – {partner} oraz {gmina}. Środki: {fund}.",
    "{Gmina} i {partner} realizują wspólnie projekt „{title}”, nr umowy {agreement}.",
];

/// How a notice of state money begins.
pub const STATE_INTRO: [&str; 12] = [
    "{Gmina} otrzymała dofinansowanie z {programme} na realizację zadania pn. „{title}”.",
    "Zadanie „{title}” dofinansowano ze środków {programme}.",
    "DOFINANSOWANO ZE ŚRODKÓW BUDŻETU PAŃSTWA. Źródło: środki {programme}. Nazwa zadania: „{title}”.",
    "{Gmina} realizuje zadanie pn. „{title}” dofinansowane z budżetu państwa w ramach {programme}.",
    "W ramach {programme} {gmina} realizuje inwestycję „{title}”.",
    "Na podstawie umowy nr {agreement} z dnia {signed} r. {gmina} otrzymała środki z {programme} na zadanie „{title}”.",
    "W dniu {signed} r. {gmina} zawarła umowę nr {agreement} na dofinansowanie zadania „{title}” ze środków {programme}.",
    "Ze środków {programme} {gmina} wykonuje zadanie „{title}”.",
    "Zadanie publiczne „{title}” jest dofinansowane w ramach {programme}. Realizator: {gmina}.",
    "{Gmina} pozyskała środki z {programme}. Zadanie: „{title}”.",
    "Dzięki wsparciu z {programme} {gmina} realizuje przedsięwzięcie „{title}”.",
    "Państwowe środki z {programme} trafiły na zadanie „{title}”, które realizuje {gmina}.",
];

/// Sums of a state-funded task.
pub const STATE_SUMS: [&str; 12] = [
    "Dofinansowanie: {grant}. Całkowita wartość: {total}.",
    "Wartość dofinansowania wynosi {grant}, całkowity koszt zadania {total}.",
    "Wartość zadania {total}, kwota dotacji {grant}, wkład własny gminy {own}.",
    "Kwota otrzymanej dotacji: {grant}; całkowita wartość inwestycji: {total}.",
    "Całkowity koszt zadania wynosi {total}, z czego dofinansowanie {grant}, a środki własne gminy {own}.",
    "Gmina otrzymała dotację w wysokości {grant}. Wartość całego zadania: {total}.",
    "Wartość inwestycji: {total}, wysokość dofinansowania: {grant}.",
    "Wartość zadania to {total}; {grant} stanowi dofinansowanie, {own} wkład własny gminy.",
    "Kwota dofinansowania: {grant}. Całkowita wartość zadania: {total}. Data podpisania umowy: {signed} r.",
    "Dotacja celowa: {grant}. Koszt całkowity zadania: {total}.",
    "Kwota przyznanego dofinansowania wynosi {grant} przy wartości zadania {total}.",
    "Szacowany całkowity koszt: {total}. Dofinansowanie: {grant}. Udział własny: {own}.",
];

/// News of a grant.
pub const NEWS_INTRO: [&str; 14] = [
    "W dniu {signed} r. wójt podpisał umowę o dofinansowanie. {Gmina} otrzymała {grant} na zadanie „{title}”.",
    "Mamy dobrą wiadomość. {Gmina} zdobyła {grant} dofinansowania z {programme} na projekt „{title}”.",
    "Nie kryjemy radości: nasz wniosek „{title}” znalazł się na liście. {Gmina} otrzymała dofinansowanie w kwocie {grant} w ramach {programme}.",
    "{signed} r. w urzędzie podpisano umowę nr {agreement}. Dzięki niej {gmina} zrealizuje projekt „{title}”.",
    "Ruszyły prace przy zadaniu „{title}”. {Gmina} otrzymała na ten cel dofinansowanie {grant} z {programme}.",
    "To największe przedsięwzięcie tego roku: „{title}”. {Gmina} realizuje je z udziałem środków {programme}.",
    "Zakończyła się realizacja zadania „{title}”, które {gmina} wykonała ze środków {programme}.",
    "Promesa w rękach wójta! {Gmina} otrzymała {grant} na „{title}”.",
    "Mieszkańcy długo na to czekali. {Gmina} uzyskała dofinansowanie w wysokości {grant} na „{title}”.",
    "Plac budowy przekazany. „{title}” to projekt, na który {gmina} otrzymała dofinansowanie z {programme}.",
    "Przedstawiciele urzędu odebrali w {loc} umowę na dofinansowanie projektu „{title}”, który realizuje {gmina}.",
    "Kolejne środki zewnętrzne trafią do {gminy}: {grant} z {programme} na zadanie „{title}”.",
    "{Gmina} podpisała umowę na realizację projektu „{title}” w ramach {programme}.",
    "Wniosek {gminy} oceniono pozytywnie. Na „{title}” otrzymała ona dofinansowanie {grant}.",
];

/// Sums in news.
pub const NEWS_SUMS: [&str; 12] = [
    "Całkowita wartość zadania to {total}.",
    "Wartość projektu wynosi {total}, a wkład własny gminy {own}.",
    "Całość będzie kosztować {total}; wkład własny wyniesie {own}.",
    "Całkowity koszt inwestycji to {total}, dofinansowanie wynosi {grant}.",
    "Dofinansowanie: {grant}, wartość zadania: {total}.",
    "Całkowita wartość projektu: {total}.",
    "Gmina dołoży {own} wkładu własnego. Całkowity koszt zadania: {total}.",
    "Wartość całego zadania oszacowano na {total}.",
    "Łączna wartość projektu to {total}, z tego dofinansowanie {grant}.",
    "Dotacja wyniesie {grant}, a środki własne gminy {own}.",
    "Kwota dofinansowania {grant}, koszt całkowity {total}.",
    "Wartość inwestycji: {total}. Wkład własny: {own}.",
];

/// One project of a list, in a paragraph.
pub const ITEM: [&str; 12] = [
    "{Gmina}: „{title}”. Wartość projektu: {total}. Dofinansowanie: {grant}.",
    "Projekt „{title}” – {programme}. Całkowita wartość: {total}, dofinansowanie: {grant}. Beneficjent: {gmina}.",
    "„{title}”: {gmina} otrzymała dofinansowanie {grant}, całkowita wartość projektu {total}.",
    "Tytuł projektu: „{title}”. Nr umowy: {agreement}. Wartość projektu: {total}. Wkład własny: {own}. Beneficjent: {gmina}.",
    "{Gmina} realizuje projekt „{title}” ze środków {programme}. Dofinansowanie: {grant}.",
    "„{title}” (umowa nr {agreement}) – projekt {gminy}, dofinansowanie {grant}, okres realizacji {start} – {end}.",
    "W ramach {programme} {gmina} zrealizowała projekt „{title}” o wartości {total}.",
    "Nazwa zadania: „{title}”. Realizator: {gmina}. Koszt całkowity: {total}, w tym dotacja {grant}.",
    "Dofinansowanie {grant} z {programme} otrzymała {gmina} na projekt „{title}”.",
    "Projekt pn. „{title}”, realizowany przez {gminę}. Okres realizacji: {start} – {end}. Wartość projektu: {total}.",
    "„{title}”, {fund2}, wartość {total}, dofinansowanie {grant}, beneficjent {gmina}.",
    "{Gmina} – „{title}”. Całkowity koszt projektu {total}, kwota dofinansowania {grant}, wkład własny {own}.",
];

/// The one sentence of a footer.
pub const FOOTER: [&str; 12] = [
    "Strona powstała w ramach projektu „{title}”, który {gmina} realizuje ze środków {programme}.",
    "{Gmina} realizuje projekt „{title}” współfinansowany ze środków {fund}.",
    "Serwis wykonano w projekcie „{title}” dofinansowanym z {programme}. Beneficjent: {gmina}.",
    "Portal uruchomiono dzięki projektowi „{title}” (nr {agreement}) {gminy}.",
    "Projekt „{title}” realizowany przez {gminę} w ramach {programme}.",
    "{Gmina} otrzymała dofinansowanie na projekt „{title}” w ramach {programme}.",
    "Witryna współfinansowana w ramach projektu „{title}”, umowa {agreement}. Beneficjent: {gmina}.",
    "{Gmina} – beneficjent projektu „{title}” z {programme}.",
    "Realizujemy projekt „{title}” ze środków {fund}. {Gmina}.",
    "Strona współfinansowana przez Unię Europejską ze środków {fund}, projekt „{title}”, {gmina}.",
    "W ramach {programme} {gmina} realizuje projekt „{title}” wart {total}.",
    "Zrealizowano w ramach projektu {gminy} „{title}”. Kwota dofinansowania: {grant}.",
];

/// Labels and values: the rigid form of both kinds of money. A label, the word for the value, and how often it stands there.
pub const LABELS: [(&str, &str, usize); 16] = [
    ("Tytuł projektu", "„{title}”", 100),
    ("Beneficjent", "{Gmina}", 100),
    ("Program", "{programme2}", 85),
    ("Fundusz", "{fund2}", 60),
    ("Numer umowy", "{agreement}", 55),
    ("Data podpisania umowy", "{signed}", 40),
    ("Okres realizacji", "{start} – {end}", 70),
    ("Wartość projektu", "{total}", 95),
    ("Dofinansowanie", "{grant}", 92),
    ("Wkład własny", "{own}", 55),
    ("Miejsce realizacji", "gmina {name}", 25),
    ("Liczba uczestników", "{participants}", 15),
    ("Osoba do kontaktu", "Referat Rozwoju, tel. 00 000 00 00", 30),
    ("Cel projektu", "poprawa jakości życia mieszkańców gminy", 55),
    ("Planowane efekty", "większa dostępność usług publicznych", 40),
    ("Hasztagi", "#FunduszeUE #FunduszeEuropejskie", 15),
];
