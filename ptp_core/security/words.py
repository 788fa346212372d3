"""The words of code phrases and fingerprints: 512, so that one word is nine bits.

Made to be read aloud and typed by another person: common nouns, no two of which differ in one letter, that sound
alike, or that are spelled in two ways (colour, harbour). Adding or removing one changes every fingerprint's words.
"""

from __future__ import annotations

_TEXT = """
acorn actor afternoon airport alarm albatross album almond anchor angel animal ankle antler apple apricot april apron
arrow artist aspen asteroid astronaut atlas attic august autumn avenue avocado bacon badge bagel baker balcony ballet
bamboo banana bandage banjo barbecue barber barley barrel basin basket beach beaver bedroom bicycle birch biscuit
bishop blanket blizzard blossom blueberry bonfire bonnet border bottle bracelet branch breeze brick bridge broom
brother brush bubble bucket builder bundle burger butter button cabin cable cactus camel camera campus canal candle
candy canoe canyon captain carbon cardinal cargo carpet carrot cashew castle catfish cedar cello cement chain chalk
chamber champion chapel charcoal cheese cherry chess chicken chimney chipmunk church cider cinema circle circus cliff
clock closet cloud clover coach coast cobra cocoa coconut coffee comet compass concert copper cotton country cousin
cowboy coyote cradle crane crater crayon cricket crocodile crown crystal cucumber curtain cushion daisy dancer denim
dentist desert diamond dinner dinosaur doctor dolphin donkey dragon dragonfly drawer dream dress dynamo eagle earth
eclipse editor elbow elder elephant elevator ember emerald emperor empire engine envelope espresso evening falcon
family farmer feather fence ferry festival fiddle field finger firefly flame flamingo flute forest fossil fountain
friday frost fruit galaxy gallery garage garden garlic gazelle ghost giant giraffe glacier glass globe gondola goose
gorilla grape grocery guitar gymnast hammer hammock hamster harmonica harvest hazelnut helmet heron hockey holiday
honey horizon hotel house hunter hurricane husky hydrant iceberg igloo index insect island ivory jacket jaguar january
jasmine jeans jelly judge juice jumper jungle kangaroo kayak kettle kidney king kiosk kitchen kitten koala label
lagoon lamp lantern laptop laundry lemon leopard letter lettuce library lighthouse linen lion lizard lobster lotus
lunch machine magician magnet magpie mammoth mango marble market meadow melon mermaid meteor mirror monday moon
morning mosaic mother motor muffin museum mushroom music mustard napkin nature needle nest nickel noodle north
notebook november nurse nutmeg ocean ocelot october office olive onion opera orange orbit orchard orchid ostrich otter
oven oxygen oyster paddle painter palace pancake panda panther parade parcel parent passport pasta peanut pebble
pelican pencil penguin pepper piano pickle picnic pigeon pillow pilot pine pirate pistachio pizza planet plaster
platypus pocket poem polar pond popcorn poppy porch potato pottery prairie pretzel pumpkin puppet purple puzzle
pyramid quartz queen quilt rabbit raccoon radar radio raft railway rainbow raisin raven recipe rhubarb ribbon rice
river robin ruby safari salad salmon salt sandal sardine satin saxophone scarf sculptor seaside shadow sheep shell
sheriff shirt shovel signal silver sister skate skeleton slipper snail snake snow soap sofa sparrow spider spinach
sponge spoon squirrel stadium stamp station statue stork strawberry submarine sugar suitcase summer sunday sunset
surgeon swan sweater symbol syrup tailor target teacher teapot telescope temple tennis tent theory thimble throne
thunder ticket tiger timber tobacco tomato tornado tourist towel tractor train trophy truck trumpet tulip tundra
tunnel turtle tuxedo umbrella uncle unicorn vaccine valley vampire vanilla vase vehicle velvet veranda viking village
vineyard violin visitor volcano vulture waffle wagon waiter walnut walrus warrior weasel whale wheat wheel whistle
window winter witness wolf workshop zebra zigzag zipper
"""

WORDS: tuple[str, ...] = tuple(_TEXT.split())
