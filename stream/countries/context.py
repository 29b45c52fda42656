"""Words around a name that say it is no country: given names and titles, currencies, languages."""

from __future__ import annotations

import re

_GIVEN_NAMES = """
Aaron Abigail Adam Adrian Aisha Alan Albert Alejandro Alex Alexander Alexandra Alfred Ali Alice Alicia Allen Alyssa
Amanda Amber Amy Ana Andre Andrea Andrew Andy Angela Angelina Anna Anne Annie Anthony Antonio Anya Arthur Ashley
Audrey Barbara Barry Ben Benjamin Bernard Beth Betty Beverly Bill Billy Bob Bobby Boris Brad Bradley Brandon Brenda
Brett Brian Bruce Bryan Caleb Cameron Camille Carl Carla Carlos Carol Caroline Carolyn Catherine Cathy Charles Charlie
Cheryl Chloe Chris Christian Christina Christine Christopher Cindy Claire Clara Claude Claudia Colin Connor Craig
Crystal Curtis Cynthia Daisy Dale Dan Daniel Danielle Danny Darren Dave David Dawn Dean Deborah Debra Denis Denise
Dennis Denzel Derek Diana Diane Diego Donald Donna Doris Dorothy Doug Douglas Duncan Dustin Dylan Ed Eddie Edgar
Edward Edwin Elaine Eleanor Elena Eli Elijah Elizabeth Ella Ellen Emily Emma Emmanuel Eric Erica Erik Erin Esther
Ethan Eugene Eva Evan Evelyn Faith Felix Fiona Florence Frances Francis Frank Franklin Fred Frederick Gabriel Gareth
Gary Gavin Gene George Gerald Gerard Gilbert Gina Glen Glenn Gloria Gordon Grace Graham Grant Greg Gregory Guy Hannah
Harold Harriet Harry Harvey Heather Helen Henry Herbert Holly Howard Hugh Hugo Ian Ibrahim Ida Igor Irene Isaac Isabel
Isabella Ivan Jack Jackie Jackson Jacob Jacqueline Jake James Jamie Jane Janet Janice Jared Jasmine Jason Jay Jean
Jeff Jeffrey Jenna Jennifer Jenny Jeremy Jerry Jesse Jessica Jill Jim Jimmy Joan Joanna Joe Joel John Johnny Jon
Jonathan Jose Joseph Josh Joshua Joyce Juan Judith Judy Julia Julian Julie Justin Karen Karl Kate Katherine Kathleen
Kathryn Kathy Katie Keith Kelly Ken Kenneth Kerry Kevin Kim Kimberly Kurt Kyle Larry Laura Lauren Laurence Lawrence
Lee Leo Leon Leonard Leslie Lewis Liam Lily Linda Lindsay Lisa Liz Logan Lois Lorraine Louis Louise Lucas Lucy Luis
Luke Lydia Lynn Madison Malcolm Marc Marcus Margaret Maria Marie Marilyn Mario Marion Mark Martha Martin Mary Mason
Matt Matthew Maurice Max Megan Melanie Melissa Michael Michel Michelle Miguel Mike Milton Mitchell Mohamed Mohammed
Molly Monica Morgan Muhammad Nancy Naomi Natalie Natasha Nathan Neil Nelson Nicholas Nick Nicola Nicole Nigel Nina
Noah Noel Norman Olivia Oliver Omar Oscar Owen Pamela Patricia Patrick Paul Paula Pauline Pedro Peggy Penny Pete Peter
Phil Philip Phillip Phyllis Rachel Ralph Randy Raymond Rebecca Reggie Rex Rhys Ricardo Richard Rick Ricky Rita Rob
Robert Roberta Roberto Robin Rod Roger Ron Ronald Ronnie Rosa Rose Ross Roy Russell Ruth Ryan Sally Sam Samantha
Samuel Sandra Sara Sarah Scott Sean Sergio Seth Shane Shannon Sharon Shawn Sheila Shirley Sidney Simon Sofia Sonia
Sophia Sophie Spencer Stacey Stanley Stella Stephanie Stephen Steve Steven Stewart Stuart Sue Susan Suzanne Sylvia
Tara Ted Teresa Terry Thelma Theresa Thomas Tiffany Tim Timothy Tina Todd Tom Tommy Tony Tracy Travis Trevor Tyler
Valerie Vanessa Vera Vernon Veronica Vicky Victor Victoria Vincent Viola Virginia Vivian Walter Wanda Warren Wayne
Wendy Whitney Wesley William Willie Xavier Yvonne Zach Zachary Zoe Deandre Giorgio Alphonse Vernon Denis Kiri
"""
_TITLES = """
Mr Mrs Ms Miss Dr Prof Professor Sir Lord Lady Dame Judge Justice Senator Sen Rep Congressman Congresswoman Captain
Capt Colonel Col General Gen Sergeant Sgt Lieutenant Lt Coach Father Sister Rabbi Reverend Rev Pastor Detective
Officer Attorney Saint Frau Herr Madame Monsieur Señor Señora Actor Actress Singer
"""
GIVEN_NAMES = frozenset(_GIVEN_NAMES.split())
PERSON_BEFORE = GIVEN_NAMES | frozenset(_TITLES.split())

# What may follow a place's name in capitals and still leave it a place.
PLACE_AFTER = frozenset(
    """
    Airport University Police Mayor Governor Prime President Foreign Minister Ministry King Queen Prince Princess
    Parliament Government Army Air Navy National City Province District County State Region Stock Exchange Central
    Bank High Supreme Court Court's Olympics Games Marathon Film Festival Summit Conference Fashion Week International
    Monday Tuesday Wednesday Thursday Friday Saturday Sunday January February March April May June July August
    September October November December Mr Mrs Says Defence Defense Interior Finance Health Education Deputy Vice
    Opposition Forces Airways Airline Railways Bank Group Holdings Bridge Park Hotel Tower Street Square Today Express
    Times News Telecom Power Petroleum Motors Steel Oil Gas Corp Inc Ltd Plc Company Club United Rovers Union Council
    Institute Museum Gallery Theatre Theater Opera Orchestra Symphony Philharmonic School College Academy Cup League
    Open Grand Prix Agreement Accord Treaty Convention Protocol Pact Declaration Attacks Bombings Rugby Football Cricket
    Island Islands Bay Hills Heights Mountains River Lake Coast Peninsula Strait Canal Province Senate House Congress
    Democrats Republicans Republican Democrat Labour Conservatives Party
    Election Elections Protests Border Embassy Valley Beach Port Harbour Harbor Metro Area Zoo Hospital Cathedral
    Town Crown Public Airlines Times Post And In On At As To For Of The Is Has Was With After Over By From Will Votes
    """.split()
)
# What may come before a place's name in capitals and still leave it a place.
PLACE_BEFORE = frozenset(
    """
    In The From To Of At And Near For With By On As After Before Over But When While If Since Between Across Around
    North South East West Northern Southern Eastern Western Central Greater Downtown Inner Old Upper Lower Outside
    President Minister Mayor Governor Monday Tuesday Wednesday Thursday Friday Saturday Sunday January February March
    April May June July August September October November December Metropolitan University Port Former
    """.split()
)
# A demonym before these is hardly a sign: Swiss francs, French wine.
MONEY_OR_LANGUAGE = frozenset(
    """
    dollar dollars dlr dlrs franc francs mark marks pound pounds yen peso pesos rupee rupees lira lire ruble rubles
    rouble roubles crown crowns krona kronor kroner krone yuan won ringgit baht rand riyal riyals dinar dinars dirham
    dirhams shilling shillings guilder guilders schilling schillings escudo escudos peseta pesetas zloty zlotys forint
    real reais cedi naira currency cents stg sterling sfr
    language languages speaking speaker speakers translation dialect dictionary alphabet subtitles literature grammar
    lessons accent cuisine restaurant restaurants dish dishes food wine wines
    """.split()
)
# Of these, what is a verb or another thing after a country's own name or a people's: Russia pounds, Italians won.
MONEY_VERBS = frozenset("won mark marks pound pounds crown crowns real rand speaking food wine accent currency".split())
# About a politician's name they say that the state is meant, not the person alone.
OFFICE = re.compile(
    r"\b(?:[Pp]resident|[Pp]residential|[Pp]rime [Mm]inister|[Mm]inisters?|[Pp]remier|[Cc]hancellor|[Gg]overnment"
    r"|[Rr]egime|[Aa]dministration|[Cc]abinet|[Cc]oalition|[Pp]arliament|[Ee]lections?|[Rr]eferendum|[Cc]andidate"
    r"|[Dd]ictator|King|Queen|Emperor|Supreme Leader|[Rr]e-elected|[Oo]pposition leader|[Ss]tate visit|[Cc]oup)\b"
)
