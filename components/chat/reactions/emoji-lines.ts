export type EmojiGroupId = "smileys" | "gestures" | "hearts" | "nature" | "food" | "activity" | "things" | "signs";

/** Each line: the emoji, its name, and after a bar further words. */
export const emojiLines: Record<EmojiGroupId, string> = {
  smileys: `
😀 grinning face|smile happy
😃 smiling face with open mouth|happy joy
😄 smiling face with smiling eyes|happy joy laugh
😁 beaming face|grin teeth
😆 laughing face|haha funny
😅 grinning face with sweat|relief phew nervous
😂 face with tears of joy|laugh funny lol
🤣 rolling on the floor laughing|rofl funny
🙂 slightly smiling face|fine
🙃 upside-down face|irony silly
😉 winking face|wink
😊 smiling face with blush|happy thanks
😇 smiling face with halo|angel innocent
🥰 smiling face with hearts|love adore
😍 heart eyes|love
🤩 star-struck|wow excited
😘 face blowing a kiss|love
😋 face savouring food|yum tasty
😜 winking face with tongue|silly joke
🤪 zany face|crazy silly
🤗 hugging face|hug warm
🤭 hand over mouth|oops giggle
🤫 shushing face|quiet secret
🤔 thinking face|hmm consider question
🤨 raised eyebrow|doubt sceptical
😐 neutral face|meh
😑 expressionless face|meh
😶 face without mouth|silent
😏 smirking face|smug
😒 unamused face|annoyed
🙄 rolling eyes|annoyed
😬 grimacing face|awkward
😌 relieved face|calm
😔 pensive face|sad
😴 sleeping face|tired zzz
😷 face with mask|ill sick
🤒 face with thermometer|ill sick fever
🤯 exploding head|mind blown wow
🥳 partying face|celebrate birthday
😎 sunglasses|cool
🤓 nerd face|glasses study
🧐 face with monocle|inspect examine
😕 confused face|unsure
😟 worried face|concern
🙁 slightly frowning face|sad
😮 open mouth|wow surprise
😲 astonished face|wow shock
😳 flushed face|embarrassed
🥺 pleading face|please beg
😢 crying face|sad tear
😭 loudly crying face|sad sob
😱 screaming in fear|shock scared
😤 steam from nose|determined
😡 angry face|mad
🤬 swearing face|angry curse
💀 skull|dead
🤖 robot|assistant machine
👻 ghost|boo
🙈 see-no-evil monkey|oops embarrassed
🤷 person shrugging|dunno unsure
🤦 face palm|oops`,
  gestures: `
👍 thumbs up|yes agree ok like good
👎 thumbs down|no disagree bad
👌 ok hand|fine perfect
✌️ victory hand|peace
🤞 crossed fingers|luck hope
🤟 love-you gesture
🤘 sign of the horns|rock
🤙 call me hand
👈 pointing left
👉 pointing right
👆 pointing up|above this
👇 pointing down|below
☝️ index pointing up|point one
✋ raised hand|stop high five
👋 waving hand|hello hi bye
🙌 raising hands|hooray celebrate praise
👏 clapping hands|applause bravo well done
🤝 handshake|deal agree
🙏 folded hands|thanks please
✍️ writing hand|note
💪 flexed biceps|strong
👀 eyes|look looking watch seen
🧠 brain|think smart
🫡 saluting face|yes sir on it
🫶 heart hands|love thanks
👤 person|someone
👥 people|team group`,
  hearts: `
❤️ red heart|love
🧡 orange heart|love
💛 yellow heart|love
💚 green heart|love
💙 blue heart|love
💜 purple heart|love
🖤 black heart
🤍 white heart
💔 broken heart|sad
💕 two hearts|love
💖 sparkling heart|love
💯 hundred points|perfect score agree
💥 collision|boom
💫 dizzy|stars
💬 speech balloon|comment talk
💭 thought balloon|think
💤 sleeping|tired zzz`,
  nature: `
🐶 dog
🐱 cat
🦊 fox
🐻 bear
🐼 panda
🦉 owl|wise
🦄 unicorn
🐝 bee|busy
🦋 butterfly
🐌 snail|slow
🐢 turtle|slow
🐛 bug|error insect
🌱 seedling|grow begin
🌳 tree
🌵 cactus
🍀 four-leaf clover|luck
🌸 blossom|flower
🌻 sunflower
🌍 globe|world earth
🌙 moon|night
⭐ star|favourite
🌟 glowing star|great
✨ sparkles|new shiny magic
⚡ lightning|fast power
🔥 fire|hot great
🌈 rainbow
☀️ sun|weather bright
☁️ cloud|weather
❄️ snowflake|cold winter
💧 drop|water`,
  food: `
☕ hot drink|coffee tea break
🍵 tea
🍺 beer|drink cheers
🍻 clinking beer mugs|cheers
🥂 clinking glasses|cheers celebrate
🍷 wine
🍕 pizza
🍔 burger
🍟 fries
🍿 popcorn|watch
🍪 cookie
🍰 cake
🎂 birthday cake
🍎 apple
🍌 banana
🍓 strawberry
🥕 carrot
🌶️ hot pepper|spicy`,
  activity: `
🎉 party popper|celebrate congratulations tada
🎊 confetti ball|celebrate
🎁 gift|present
🏆 trophy|win
🥇 gold medal|first win
🎯 direct hit|goal target exactly
🎲 die|game chance
🎨 palette|art design
🎵 musical note|music song
🎬 clapper board|film action
⚽ football
🏃 runner|fast hurry
🚴 cyclist
🧘 lotus position|calm
🚀 rocket|launch ship fast
✈️ aeroplane|travel
🚗 car
🚲 bicycle
🏠 house|home
🏖️ beach|holiday
🗺️ map
⏳ hourglass|wait time
⏰ alarm clock|time late
📅 calendar|date`,
  things: `
💡 light bulb|idea
🔍 magnifying glass|search find
📌 pushpin|pin
📎 paper clip|attachment
📝 memo|note write
📖 open book|read
📚 books|read study
📊 bar chart|figures data
📈 rising chart|growth
📉 falling chart
🗂️ dividers|files
🗑️ bin|delete
✏️ pencil|edit
🔗 link
🔒 lock|secure private
🔑 key
🔧 spanner|fix tool
🔨 hammer|build
⚙️ gear|settings
🧪 test tube|experiment
🧩 puzzle piece
💻 laptop|computer
📱 phone
📷 camera|photo picture
🔔 bell|notify
📣 megaphone|announce
✉️ envelope|mail
📦 package|release ship
💰 money bag
🛑 stop sign
🚧 construction|work in progress`,
  signs: `
✅ check mark button|done yes tick
☑️ ticked box|done
✔️ check mark|done yes
❌ cross mark|no wrong
❓ question mark|ask
❗ exclamation mark|important
⚠️ warning|careful
🚫 prohibited|no
♻️ recycle|again
➕ plus|add
➖ minus
🔁 repeat|again
🔴 red circle
🟠 orange circle
🟡 yellow circle
🟢 green circle
🔵 blue circle
⬆️ arrow up
⬇️ arrow down
➡️ arrow right
⬅️ arrow left
🆗 ok button
🆕 new button
🏁 chequered flag|finish done
🚩 red flag|problem
🏳️ white flag|give up`,
};
