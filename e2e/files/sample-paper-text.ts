/** The words of the sample paper; sample-paper.ts makes files of them. */

/** A block of a page: the title, a heading or a paragraph. */
export type SampleBlock = { title: string } | { heading: string } | { text: string };

export const SAMPLE_TITLE = "Reading the Tide: Automatic Sluices for a Small Tide Mill";

export const SAMPLE_PAGES: readonly (readonly SampleBlock[])[] = [
  [
    { title: SAMPLE_TITLE },
    { text: "Ines Calloway and Brendan Okoro, Harbour Works Trust, Saltmere" },
    { heading: "Abstract" },
    {
      text: "Tide mills have ground corn for a thousand years, and for all that time a person had to be awake at high water. We describe the equipment that took over the night watch at Saltmere Mill, a timber mill with a pond of two hectares. Two float gauges, a hand-built control box and a geared motor of 1.5 kW replace the keeper. Over fourteen months the mill ground 31 tonnes of barley, and the pond was filled on 97 percent of all tides.",
    },
    { heading: "1. Introduction" },
    {
      text: "A tide mill stores the sea. On the flood, water enters a pond through a gate; on the ebb, the gate is shut and the water leaves through a channel that drives a wheel. High water comes fifty minutes later every day, so the keeper of a tide mill never slept at regular hours. The last keeper of Saltmere, Edith Marlow, kept a diary from 1921 to 1938 in which no two nights look alike.",
    },
    {
      text: "Earlier attempts at automation used a clock that was set from printed tables. Tables know the moon but not the wind: a strong southwesterly raises the water at Saltmere by more than half a metre, and low pressure adds to it. A mill that trusts the tables misses one tide in five. Our design uses no tables at all.",
    },
  ],
  [
    { heading: "2. The Mill and Its Pond" },
    {
      text: "The pond lies behind a clay bank of 180 metres that was raised in 1740. Its floor is silt over gravel, and it loses about four centimetres of water an hour through the bank. The wheel is an undershot wheel of elm, 4.2 metres across, with thirty-six floats. It needs a head of at least 0.9 metres and gives nine kilowatts at best.",
    },
    {
      text: "Between the pond and the sea there are two openings. The western one is the tail race, through which the water leaves after its work. The eastern one is the sluice, a single oak gate, 2.1 metres wide, which slides in iron grooves. A screw of forged steel lifts it. By hand the lift takes eleven minutes; the motor needs seventy seconds.",
    },
    { heading: "2.1 Float Gauges" },
    {
      text: "Each water level is read by a float in a stilling well, a pipe of 30 centimetres with small holes near its foot. Waves of a few seconds hardly move the float. A chain runs from the float over a sprocket to a counterweight, and a ten-turn potentiometer on the sprocket's axle gives a voltage. One well stands in the pond, the other at the harbour wall. Readings are taken every twenty seconds and are good to one centimetre.",
    },
  ],
  [
    { heading: "3. The Controller" },
    {
      text: "The control box holds a small single-board computer, a relay for each direction of the motor and a bell. Its program is short enough to be printed on two sheets, which hang in a frame beside the box, so that the miller can check what it does with a pencil.",
    },
    { heading: "3.1 Opening" },
    {
      text: "Opening too early drains the pond into the sea; opening too late wastes the flood. The sluice controller opens the gate as soon as the sea stands forty centimetres above the pond and has risen for three readings in a row. The margin covers the error of both floats and the suction that pulls on the oak when the levels are close. The three readings keep the wash of a passing ferry from being taken for the tide.",
    },
    { heading: "3.2 Closing" },
    {
      text: "The pond is full when the two levels meet. From then on every minute of delay lets water escape, as the sea falls faster than the pond. The motor therefore begins to lower the oak when the difference has shrunk to six centimetres, whether the sea still rises or not. On spring tides an upper limit comes first: at 3.1 metres the bank would be overtopped, and the lowering starts at 2.95 metres.",
    },
  ],
  [
    { heading: "4. Motor and Transmission" },
    {
      text: "We chose a three-phase motor with a worm gear because a worm can't be driven backwards by the weight of the oak. A torque limiter of the kind used in conveyor belts sits between the gear and the steel screw. If driftwood is caught under the sill, the limiter slips, a switch on its rim stops the motor, and the run is tried again after five minutes, three times at most.",
    },
    {
      text: "Electricity comes from the wheel itself by way of a battery of 24 volts. A full movement up and down uses 0.06 kilowatt hours, which is less than one percent of what the wheel gives in the same tide. In the calm summer of the first year the battery never fell below two thirds of its charge.",
    },
    { heading: "4.1 Noise" },
    {
      text: "Neighbours feared the noise at night. We measured 41 decibels at the nearest window while the motor ran, and 44 decibels from the tail race when it did not. Rubber under the bed plate brought the former down to 36 decibels. Nobody has complained since.",
    },
  ],
  [
    { heading: "5. Failures and Safety" },
    {
      text: "Water is patient with mistakes, and people are not. The rules below were agreed with the harbour master, who has a key to the mill and can stop everything with one red button at the door.",
    },
    { heading: "5.1 Gauges" },
    {
      text: "A gauge counts as broken when its voltage leaves the range of its potentiometer, or does not change for two hours in which the other one does. When a float gauge fails, the controller closes the gate, rings the bell in the miller's house and waits for a hand on the lever. In fourteen months this happened twice: once a crab had climbed into the harbour well, once a chain had jumped off its sprocket.",
    },
    { heading: "5.2 Power and Ice" },
    {
      text: "A loss of power leaves the oak where it is, held by the worm gear. The hand wheel can be engaged within a minute. In frost the grooves are warmed by two heating cables, switched on below two degrees; without them the oak froze fast on four nights of the first winter, and the pond stayed empty.",
    },
  ],
  [
    { heading: "6. Results" },
    {
      text: "Between March and the following April there were 812 tides. The pond was filled on 788 of them. Of the 24 that were missed, eleven fell to the four frosty nights and the days of repair after them, nine to planned work on the bank, and four to driftwood. Edith Marlow's diary allows a comparison: in 1929 she filled the pond on 81 percent of tides, and slept little.",
    },
    {
      text: "The mill ground 31 tonnes of barley in that time, against 19 tonnes in the last year with a keeper. Most of the difference comes from the night tides, which now count as much as those of the day. Wear on the steel screw was 0.2 millimetres and calls for a new nut after about twelve years.",
    },
    { heading: "7. Conclusions" },
    {
      text: "Two floats and a rule of one line are enough to do a keeper's work, provided that the rule looks at the water and not at a table. The printed program beside the box proved more useful than any manual: three visitors have found mistakes in it, and one of them was right. Plans and program are free for any mill that wants them.",
    },
    { heading: "References" },
    { text: "E. Marlow. Diary of the Saltmere tide mill, 1921 to 1938. Archive of the Harbour Works Trust." },
    { text: "B. Okoro. Stilling wells for small harbours. Notes on Coastal Instruments, vol. 8, pp. 14-22." },
  ],
];
