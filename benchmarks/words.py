"""Word lists and sentence templates of the benchmark corpus; ``{slot}`` is a name of the story or a word of a list."""

from __future__ import annotations

# country, demonym, a city there
COUNTRIES = [
    ("Kenya", "Kenyan", "Nairobi"), ("Brazil", "Brazilian", "Recife"), ("Norway", "Norwegian", "Bergen"),
    ("Japan", "Japanese", "Osaka"), ("Chile", "Chilean", "Valparaiso"), ("Egypt", "Egyptian", "Alexandria"),
    ("Poland", "Polish", "Krakow"), ("India", "Indian", "Pune"), ("Peru", "Peruvian", "Arequipa"),
    ("France", "French", "Lyon"), ("Germany", "German", "Leipzig"), ("Vietnam", "Vietnamese", "Hanoi"),
    ("Ghana", "Ghanaian", "Kumasi"), ("Canada", "Canadian", "Winnipeg"), ("Mexico", "Mexican", "Puebla"),
    ("Turkey", "Turkish", "Izmir"), ("Portugal", "Portuguese", "Porto"), ("Indonesia", "Indonesian", "Surabaya"),
    ("South Africa", "South African", "Durban"), ("Ukraine", "Ukrainian", "Lviv"), ("Iraq", "Iraqi", "Basra"),
    ("Argentina", "Argentine", "Rosario"), ("Australia", "Australian", "Perth"), ("Senegal", "Senegalese", "Dakar"),
    ("Philippines", "Philippine", "Cebu"), ("Greece", "Greek", "Thessaloniki"), ("Nepal", "Nepali", "Kathmandu"),
    ("Morocco", "Moroccan", "Casablanca"), ("Finland", "Finnish", "Tampere"), ("Colombia", "Colombian", "Medellin"),
]  # fmt: skip
CITIES = """London Washington Beijing Brussels Geneva Paris Moscow Tokyo Berlin Madrid Rome Vienna Ottawa Canberra Delhi
Ankara Cairo Lagos Nairobi Singapore Seoul Jakarta Lima Bogota Oslo Stockholm Warsaw Prague Dublin Lisbon""".split()
FIRST_NAMES = """Amina Bruno Carla Dmitri Elif Farah Grace Hugo Ines Jonas Kofi Leila Mateo Nadia Omar Petra Quentin
Rosa Samir Tova Ulrich Vera Wanjiru Ximena Yusuf Zoe""".split()
SURNAMES = """Abara Bergstrom Castellan Dovrik Ekwueme Fanshawe Gadzi Hollmann Ibarrola Jelani Kovalik Lindqvist
Marchetti Nakagawa Obuya Pereskia Quiroga Rasmusson Sabeti Tomaszek Uchida Vantongeren Wachira Yildrim
Zabrocki""".split()

LISTS = {
    "weekday": "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split(),
    "month": "January February March April May June July August September October November December".split(),
    "said": ["said", "told reporters", "said in a statement", "said by telephone", "warned", "added"],
    "role": ["a spokeswoman", "an adviser", "a resident", "a researcher", "the deputy director", "a union official"],
    "adjective": "small steady modest sharp long unusual early quiet costly rare difficult simple broad".split(),
    "thing": "plan report decision proposal meeting change review project letter figure idea list".split(),
    "group": "families residents officials experts visitors neighbours students drivers owners volunteers".split(),
    "place": "square station office hall street building bridge centre yard river road hill".split(),
}

DESKS = {
    "politics": [
        "The government of {country} won a vote of confidence in parliament on {weekday} by {n} votes.",
        "Opposition lawmakers walked out of the chamber before the bill was passed, calling the {thing} a mistake.",
        "An election is due in {month}, and polls give the ruling party {pct} of the vote.",
        "The prime minister met the foreign minister of {other} in {town} to discuss a treaty on border crossings.",
        '"We were elected to do this, and voters will judge us," {person} told parliament in {city}.',
        "The coalition has quarrelled for weeks over who should lead the cabinet after the ballot.",
        "The {demonym} president signed the law after the constitutional court had rejected two complaints.",
        "Diplomats from {other} said the embassy in {city} would stay open during the talks.",
        "A campaign manager of the {adjective} party resigned over donations that were never declared.",
        "The mayor of {city} said local councils had not been asked about the {thing}.",
    ],
    "economy": [
        "The central bank of {country} left its interest rate at {pct}, as most economists had expected.",
        "Inflation slowed to {pct} in {month}, the lowest in {n} months, the statistics office said.",
        "Shares in {city} fell {pct} after the largest {demonym} lender reported a loss.",
        "Exports to {other} rose {pct} as demand for copper, coffee and machinery recovered.",
        '"Prices are the first thing people ask us about," said {speaker}, who runs a shop near the {place}.',
        "The company plans to cut {big} jobs and to close a factory outside {city}, unions said.",
        "Investors in {town} sold bonds, and the currency lost {pct} against the dollar.",
        "The budget deficit will reach {pct} of gross domestic product this year, the finance ministry forecast.",
        "Retail sales and manufacturing output were {adjective}, while unemployment stayed at {pct}.",
        "A merger of the two {demonym} airlines needs the consent of the competition authority.",
    ],
    "conflict": [
        "At least {n} people were killed in fighting near {city}, a military spokesman said on {weekday}.",
        "Rebels seized a bridge and two villages, forcing {big} people to flee across the border to {other}.",
        "The army of {country} said its troops had repelled an attack on an air base.",
        "A ceasefire agreed in {town} last month has been broken by both sides, observers said.",
        '"There was shelling all night and no one could leave the cellar," said {person}, a resident.',
        "Aid convoys carried food and medicine to refugees in camps along the road.",
        "The United Nations envoy called for peace talks and the release of hostages.",
        "{other_demonym} officials denied that weapons and drones had been sent to the militia.",
        "Soldiers searched houses after an explosion damaged the {place} in the old town.",
        "Security forces detained {n} men accused of planning a bombing.",
    ],
    "sport": [
        "{country} beat {other} {n}-{n} in {city} to reach the final of the tournament.",
        "The striker scored twice in the second half before he left the pitch with a knee injury.",
        "Coach {speaker} praised the defence and said the team had played its best match of the season.",
        "The {demonym} runner won the marathon in two hours and {n} minutes, a national record.",
        '"We lost the ball too often, and at this level that costs you the game," {person} {said}.',
        "The club will play the league leaders at home on {weekday} in front of {big} fans.",
        "The goalkeeper saved a penalty in the last minute of extra time.",
        "Swimmers from {other} took {n} medals at the championships in {town}.",
        "The tennis player lost the first set, then broke serve three times to win the quarter-final.",
        "Officials said the stadium would be ready for the Olympic qualifiers in {month}.",
    ],
    "health": [
        "Hospitals in {city} treated {big} patients for measles in {month}, the health ministry said.",
        "A vaccine developed with a laboratory in {town} protected {n} of 100 children in a clinical trial.",
        "Doctors in {country} said the virus spreads quickly in crowded schools.",
        '"People come too late, because the nearest clinic is hours away," said nurse {person}.',
        "The World Health Organization sent {n} specialists and medical supplies from {other}.",
        "The number of deaths from malaria fell by {pct} after mosquito nets were handed out.",
        "Surgeons and midwives went on strike over pay and long shifts at public hospitals.",
        "A study of {big} adults found that those who slept less had a higher risk of diabetes.",
        "The {demonym} medicines agency approved a cheaper drug against tuberculosis.",
        "Mental health services will get {n} million more next year.",
    ],
    "environment": [
        "Floods after {n} days of rain cut off villages in the south of {country}, rescue workers said.",
        "A wildfire burned {big} hectares of forest near {city} before the wind turned.",
        "Scientists in {town} said the glacier had lost {pct} of its ice since measurements began.",
        "{country} will cut greenhouse gas emissions by {pct} under a climate plan published on {weekday}.",
        '"The river was never this low in {month}," said {person}, who has fished there for {n} years.',
        "A drought has ruined the maize harvest and dried out wells in {n} districts.",
        "Solar panels and wind farms supplied {pct} of electricity, more than coal for the first time.",
        "Conservation groups from {other} counted {n} elephants and {n} rhinos in the national park.",
        "An earthquake of magnitude 5.{n} shook {city} and damaged {big} houses.",
        "Plastic waste and oil had polluted the beach, and volunteers cleaned it for {n} days.",
    ],
    "justice": [
        "A court in {city} sentenced a former banker to {n} years in prison for fraud.",
        "Prosecutors said the gang had smuggled cocaine worth {n} million from {other}.",
        "Police arrested {n} suspects after a robbery at a jewellery shop near the {place}.",
        "The defendant, {person}, pleaded not guilty to charges of bribery and money laundering.",
        '"We will appeal against the verdict," lawyer {speaker} told journalists outside the courtroom.',
        "Judges of the supreme court of {country} ruled that the detention had been unlawful.",
        "Detectives questioned {n} witnesses about the murder of a customs officer.",
        "The {demonym} interior minister promised more officers to fight organised crime.",
        "Customs in {town} seized forged passports and {big} counterfeit watches.",
        "A human rights group said prisoners had been beaten in custody.",
    ],
    "science": [
        "Astronomers in {country} photographed a comet with a telescope built by students in {city}.",
        "Engineers at a university in {town} tested software that reads old handwriting with artificial intelligence.",
        "The space agency will launch {n} satellites on a rocket from {other} in {month}.",
        "Biologists found {n} new species of beetles in a rainforest, a journal reported.",
        '"We did not expect the fossil to be so complete," said palaeontologist {person}.',
        "The {demonym} start-up makes batteries and computer chips for electric cars.",
        "Physicists measured the particle {n} times before they published the experiment.",
        "Researchers read the genome of a wheat that needs {pct} less water.",
        "Users of the social network complained that their data had been leaked by hackers.",
        "The museum showed a robot that sorts rubbish and {adjective} tools of the Bronze Age.",
    ],
}

FILLERS = [
    "It was not clear on {weekday} how long the {thing} would take.",
    '"It is a {adjective} {thing}, and we should have had it years ago," {speaker} {said}.',
    "Many {group} waited outside the {place} until late in the evening.",
    "The {thing} had been put off twice since {month}.",
    "A similar {thing} was tried {n} years ago, but few {group} remember it.",
    '"Nobody asked the {group}," {said} {role}, who did not want to be named.',
    "Others took a more {adjective} view and pointed to what had been done since {month}.",
    "There was no comment from the office of {speaker} when it was called on {weekday}.",
    "About {big} {group} live in that part of {city}, most of them within sight of the {place}.",
    "What comes next will be known after a {thing} that is due by the end of {month}.",
    "{speaker} has worked there for {n} years and does not want to leave.",
    "The first {group} came early in the morning, and by noon the {place} was full.",
]
