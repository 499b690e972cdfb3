"""Questions as people ask them: ours in other words, by the question's id, and some that our banks do not hold."""

OURS = {
    "tech-mobile-asked-for-everything": ("A shopping app asks for location, camera, contacts and notifications right at the first launch "
     "and half of the users quit. How would you redesign that and what happens after somebody says "
     "no?"),
    "tech-test-mocks-that-lie": ("You have nine hundred green unit tests, everything is mocked, and production is still broken. "
     "What is happening there and how would you get tests that you can trust?"),
    "tech-net-out-of-ports": ("Our proxy opens a new connection to one backend for each request and at five hundred requests a"
     " second it says it can't assign an address. What has run out and what would you do?"),
    "tech-os-fork-of-a-giant": ("How come an in memory database with thirty gigabytes can fork for a snapshot on a forty "
     "gigabyte box, and when does that go wrong?"),
    "tech-db-no-admin-left": ("Two administrators of a project resign at the same second and suddenly there is no "
     "administrator left, although both requests counted before. The database is Postgres on "
     "repeatable read. What happened and how can you prevent it?"),
    "tech-db-money-transfer": ("When you move money from one account to another with two updates, what does a transaction give "
     "you and what does it not?"),
    "tech-db-deadlock-twice-a-day": ("The database kills one of your transactions with a deadlock a couple of times a day. What does "
     "that mean and how do you get rid of it?"),
    "tech-java-pauses-in-the-tail": ("A Java service with a big heap on G1 stalls for two seconds every few minutes, and somebody "
     "wants to switch to ZGC. How do you find out whether it is garbage collection?"),
    "tech-stats-negative-advertising": ("In our sales regression advertising comes out with a negative coefficient. What could be the "
     "reason, and how would you check that?"),
    "tech-sql-average-basket": ("The dashboard shows an average order of fifty five euros and finance says twenty. Both use the "
     "same table. Can you explain the two numbers?"),
    "tech-sre-monday-test-accounts": ("One of your engineers spends three hours each Monday creating test accounts by hand. Would you "
     "let somebody spend two weeks to automate it?"),
    "nursing-missing-colleagues-night": ("You run a surgical ward at night and two out of five nurses called in sick. How do you organise"
     " that shift?"),
    "behavioral-took-it-back": "Tell me about a time when you reversed a decision that you had already announced and started.",
    "behavioral-mentoring-went-nowhere": "Tell me about a mentoring relationship that wasn't working and what you did about it.",
    "beh-turning-down-a-request": "Can you tell me about a time you had to say no to somebody much more senior than you?",
    "beh-two-top-priorities": ("Two directors both tell you their project has to come first and you only have capacity for one."
     " What do you do?"),
    "beh-hire-that-went-wrong": "Tell me about a hiring decision you made that turned out to be a mistake.",
    "hr-motivation-why-now": "Why are you looking for a new job right now and not a year ago or next year?",
    "hr-career-two-minutes": "Okay so let's start, take a couple of minutes and tell me about yourself professionally.",
    "hr-strengths-come-to-you": "What kind of thing do your colleagues come to you for that isn't really your job?",
    "hr-company-your-questions": "So that's it from my side, what questions do you have for me?",
    "hr-relocation-building-a-site-abroad": ("This job could take you abroad for two years to set up a new office. Under which conditions "
     "would you go?"),
    "coding-rolling-noise-level": ("Write a class that gets sound level readings at irregular times and can always tell the average"
     " of the last five minutes."),
    "code-nearest-exit": ("You have a floor plan as a grid with walls and exits. Write a function that gives for each free"
     " cell the number of steps to the nearest exit."),
    "coding-place-name-typos": ("Write a function that counts how many single letter edits it takes to get from one word to "
     "another, for correcting typos in city names."),
    "case-profit-bakery-cafes": ("A chain of twelve bakery cafes in Porto grew its sales this year but the owner earns less. What"
     " happened?"),
    "case-public-bus-network": ("A town has to cut its bus subsidy by six hundred thousand euros, and the village line costs "
     "thirteen euros a trip. What would you advise?"),
}

OTHERS = (
    "What is your favourite programming language?",
    "How would you bake sourdough bread at high altitude?",
    "Can you hear me okay?",
    "Did you find the office all right?",
    "How was the traffic this morning?",
    "What does a viola player listen for in a string quartet?",
    "Tell me about the last book you read.",
    "How do you keep bees alive through the winter?",
    "What is the difference between a tulip and a daffodil?",
    "Explain how you would restore an old oil painting.",
    "How would you train a horse that is afraid of water?",
    "What is the capital of Mongolia and why was it moved?",
    "How many languages do you speak?",
    "What would you plant in a garden with heavy clay soil?",
    "Which football team do you support?",
    "Describe how a glacier forms.",
    "How do you sharpen a kitchen knife?",
    "What's the most beautiful place you have been to?",
    "Tell me how photosynthesis works.",
    "How would you tune a piano?",
    "Where did you go to school?",
    "Do you have a driving licence?",
    "How would you design a suspension bridge for strong winds?",
    "What makes a good joke?",
    "How do you translate a poem without losing its rhythm?",
    "Shall we take a short break?",
    "What do you think about the weather on Mars?",
    "How would you rig a sailing boat for a storm?",
    "Can you share your screen please?",
    "What is your opinion on abstract art?",
    "How would you implement a red black tree deletion?",
    "What is the CAP theorem?",
    "What is polymorphism?",
    "Explain the difference between supervised and unsupervised learning.",
    "What is your experience with SAP?",
    "How do you calculate depreciation of a leased vehicle?",
    "What is the difference between TCP and UDP?",
    "How does a hash map work?",
    "Where do you see yourself in five years?",
    "What is a monad?",
)
