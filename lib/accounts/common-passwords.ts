/**
 * The commonest passwords of 8 and more characters, as public lists of leaked ones rank them. Written in lower case;
 * `isCommonPassword` sees through capitals.
 */
const words = `
password password1 password12 password123 password1234 passw0rd p@ssword p@ssw0rd pa55word pass1234 passpass password!
12345678 123456789 1234567890 12345678910 123123123 1234512345 11223344 1122334455 112233445566 0123456789 987654321
9876543210 87654321 00000000 11111111 22222222 33333333 44444444 55555555 66666666 77777777 88888888 99999999 12121212
123454321 123456123 123321123 147258369 159357456 741852963 789456123 963852741 1234qwer 1qaz2wsx 1q2w3e4r 1q2w3e4r5t
1q2w3e4r5t6y q1w2e3r4 q1w2e3r4t5 q1w2e3r4t5y6 qwertyui qwertyuiop qwerty12 qwerty123 qwerty1234 qwerty12345 qwer1234
qwerqwer qweasdzxc qazwsxedc qazwsx123 qazxswedc zaq12wsx zaq1xsw2 zaq1zaq1 zxcvbnm1 zxcvbnm123 zxcvbnm, asdfghjk
asdfghjkl asdf1234 asdfasdf asdasdasd asd123456 aa123456 aaaaaaaa abcd1234 abcdefgh abcdefg1 abc12345 abc123456
abcabcabc a1b2c3d4 a1b2c3d4e5 a12345678 a123456789 1a2b3c4d 1234abcd 123abc123 qq123456 iloveyou iloveyou1 iloveyou2
iloveyou12 iloveyou123 ilovegod ilovejesus iloveme1 iloveu12 loveyou1 lovelove lovely12 loveme12 loverboy lovergirl
truelove sweetheart sweetpea babygirl babygirl1 babyboy1 beautiful princess princess1 princess12 princess123 sunshine
sunshine1 sunflower butterfly butterfly1 football football1 football12 baseball baseball1 basketball softball volleyball
swimming wrestling superman superman1 spiderman spiderman1 starwars startrek pokemon1 pokemon123 nintendo playstation
minecraft transformers batman123 superstar rockstar rockstar1 computer computer1 internet facebook facebook1 myspace1
youtube1 linkedin google123 microsoft windows1 whatever whatever1 trustno1 welcome1 welcome12 welcome123 welcome! letmein1
letmein123 letmein! changeme changeme1 changeme123 default1 administrator admin123 admin1234 admin12345 adminadmin
administrator1 rootroot root1234 test1234 test12345 testtest testing1 testing123 tester12 guest123 guest1234 user1234
username username1 login123 master12 master123 mustang1 michael1 michelle michelle1 jennifer jennifer1 jessica1 jessica123
jonathan jonathan1 christian christian1 christopher christina christine nicholas nicholas1 benjamin benjamin1 alexander
alexander1 alexandra alejandro alejandra fernando fernanda francisco francesco caroline catherine charlie1 charlotte
daniel123 danielle danielle1 elizabeth elizabeth1 isabella isabelle gabriela gabriel1 giovanni jasmine1 jeremiah
josephine kimberly kristina leonardo lorenzo1 marianne margaret mercedes mercedes1 natalia1 nathaniel patricia patrick1
rebecca1 roberto1 samantha samantha1 savannah sebastian sebastian1 stephanie stephanie1 stephen1 thomas123 valentina
valentine veronica victoria victoria1 vincent1 virginia william1 anthony1 andrew123 ashley123 brandon1 chelsea1 hannah123
jordan23 joshua123 matthew1 matthew123 robert123 taylor13 tiffany1 liverpool liverpool1 arsenal1 barcelona barcelona1
realmadrid manchester manchester1 chelsea123 juventus steelers steelers1 cowboys1 packers1 lakers24 yankees1 redskins
raiders1 patriots dolphins dolphin1 eagles123 corvette chevrolet porsche1 ferrari1 lamborghini mustang123 harley123
motorola samsung1 samsung123 blackberry snickers chocolate chocolate1 strawberry blueberry cheesecake cupcake1 pineapple
watermelon cinnamon cookie123 peanut12 pumpkin1 kittycat hellokitty dragon123 dragonball dragon12 monkey12 monkey123
tigger12 panther1 elephant dinosaur penguin1 scorpion scorpion1 stallion wolfpack wildcats bulldogs bulldog1 greenday
metallica metallica1 slipknot slipknot1 nirvana1 linkinpark evanescence eminem123 blink182 hiphop123 guitar12 midnight
midnight1 moonlight starlight lightning thunder1 thunderbird hurricane blizzard snowball snowflake snowboard skateboard
shadow12 shadow123 phoenix1 warcraft warcraft1 counterstrike runescape runescape1 gamecube assassin assassin1 gangster
gangsta1 godzilla gladiator garfield scoobydoo tinkerbell cinderella mickeymouse winniethepooh spongebob spongebob1
cartman1 simpsons southpark darkness darkside deathnote devil666 angel123 angelina blessed1 jesus123 jesuschrist godisgood
christmas christmas1 halloween december1 november september september1 february1 summer12 summer123 summertime winter12
winter123 spring123 autumn123 monday123 friday13 hello123 hello1234 hellohello helloworld goodbye1 goodluck happy123
happiness friends1 friendship forever1 foreverlove family123 mother12 myfamily mypassword secret12 secret123 private1
security security1 access14 access123 asshole1 fuckyou1 fuckyou2 fuckyou12 fuckyou123 fuckoff1 fuckme69 biteme123
bullshit bitch123 pussy123 sexy1234 freedom1 freedom123 america1 american1 california canada123 australia germany1
england1 scotland ireland1 london123 newyork1 newyork123 brooklyn chicago1 dallas123 diamond1 diamond123 platinum
silver12 golden123 goldfish marlboro marlboro1 hennessy heineken budweiser cheyenne cherokee apollo13 maverick maverick1
predator punisher renegade revolution rush2112 soccer12 soccer123 soccer10 slayer666 stargate superfly swordfish
terminator tomorrow undertaker universe wolverine wonderful kawasaki yamaha123 college1 student1 student123 teacher1
university business business1 marketing creative creative1 letmeinnow opensesame
iamthebest imthebest nopassword notmypassword yourpassword thepassword newpassword oldpassword mypass123 temp1234
temppass temporary
`;

const common = new Set(words.trim().split(/\s+/));

/** Whether a password is among the first that anybody would guess. */
export function isCommonPassword(password: string): boolean {
  const plain = password.trim().toLowerCase();
  // One or two characters over and over are no better than a word of the list.
  return common.has(plain) || new Set(plain).size <= 2;
}
