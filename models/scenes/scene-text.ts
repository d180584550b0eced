import { bottleSurfaces, liftOf } from './layout.ts';
import { mesh2 } from './mesh.ts';
import { bodySurface, handleSurface, mugShapes, radiusAt } from './mug-shape.ts';
import { cameraBlock, type Declarations, declare, vector } from './povray.ts';
import { radians } from './projection.ts';
import { laptopSize, lights, type Mug, type Scene, type Thing, tables } from './scene.ts';

/** 0 is the photo, 1 the distance from the camera as white fog, 2 the mugs white on black. */
export type Pass = 0 | 1 | 2;

/** Distance in centimetres at which the depth pass has reached 63 % white. */
export const depthScale = 70;

const backdropDistance = 190;

/** A scene in POV-Ray's language. */
export function sceneText(scene: Scene, pass: Pass, backdropFile: string): string {
  const values = declare({
    Pass: pass,
    DepthScale: depthScale,
    Light: lights.indexOf(scene.light),
    Table: tables.indexOf(scene.table),
    TableFar: scene.tableFar,
    ...backdropPlace(scene),
  });
  const shapes = [...new Set(scene.mugs.map(({ shape }) => shape))];
  return [
    values,
    `#declare BackdropFile = "${backdropFile}";\n`,
    '#include "materials.inc"\n#include "room.inc"\n#include "things.inc"\n',
    cameraBlock(scene.camera, scene.frame),
    ...shapes.flatMap((name) => [
      `#declare ${name}_body = ${mesh2(bodySurface(mugShapes[name]))}\n`,
      `#declare ${name}_handle = ${mesh2(handleSurface(mugShapes[name]))}\n`,
    ]),
    ...scene.mugs.map((mug) => mugText(mug, pass)),
    ...scene.things.map(thingText),
  ].join('');
}

const glowing = 'texture { pigment { rgb 1 } finish { ambient 0 diffuse 0 emission 1 } }';

/** The backdrop fills the view and starts just below the far edge of the table, as the camera sees it. */
function backdropPlace({ camera, frame, tableFar }: Scene): Declarations {
  const [x, y, z] = camera.location;
  const distance = backdropDistance - z;
  const bottom = y - (y * distance) / (tableFar - z) - 4;
  const middle = x + ((camera.lookAt[0] - x) * distance) / (camera.lookAt[2] - z);
  const seenWidth = 2 * distance * Math.tan(radians(camera.angleDegrees) / 2);
  const width = seenWidth * Math.max(1.3, (1.7 * frame.height) / frame.width);
  return { BackdropWidth: width, BackdropPlace: [middle, bottom, backdropDistance] };
}

function mugText(mug: Mug, pass: Pass): string {
  const glaze = `${mug.glaze}_Glaze`;
  const turn = `rotate ${-mug.handleDegrees} * y`;
  const ground = `texture { ${glaze} }`;
  // The print stays in front while the handle turns: it is worn by the body in the scene's own directions.
  const side = mug.print
    ? `Printed(object { ${mug.print.motif}_Print }, ${vector(mug.print.ink)}, ${glaze})`
    : ground;
  return `union {
    object { ${mug.shape}_body ${turn} ${pass === 2 ? glowing : side} }
    object { ${mug.shape}_handle ${turn} ${pass === 2 ? glowing : ground} }
    ${drinkText(mug)}
    interior { ior 1.5 }
    rotate ${-(mug.rollDegrees ?? 0)} * z
    translate <${mug.at[0]}, ${liftOf(mug).toFixed(4)}, ${mug.at[1]}>
  }\n`;
}

function drinkText({ shape: name, drink }: Mug): string {
  if (!drink) return '';
  const shape = mugShapes[name];
  const level = shape.height * 0.86;
  const radius = radiusAt(shape, level) - shape.wall * 0.9;
  return `cylinder { ${level - 0.05} * y, ${level} * y, ${radius} texture { ${drink}_Drink } }`;
}

function thingText(thing: Thing): string {
  const stand = (turnDegrees: number, height = 0) =>
    `rotate ${-turnDegrees} * y translate <${thing.at[0]}, ${height}, ${thing.at[1]}>`;
  switch (thing.kind) {
    case 'laptop':
      return `object { Laptop(${laptopSize.join(', ')}, ${thing.leanDegrees}) ${stand(thing.turnDegrees)} interior { ior 1.5 } }\n`;
    case 'book': {
      const [width, depth, thickness] = thing.size;
      const book = `Book(${width}, ${depth}, ${thickness}, ${vector(thing.colour)})`;
      return `object { ${book} ${stand(thing.turnDegrees, thing.onHeight)} }\n`;
    }
    case 'bottle':
      return `union { object { ${mesh2(bottleSurfaces.bottle)} texture { Steel_Bottle } } object { ${mesh2(bottleSurfaces.cap)} texture { Cap } } ${stand(0)} }\n`;
    case 'pencil':
      return `object { Pencil(${vector(thing.colour)}) ${stand(thing.turnDegrees)} }\n`;
  }
}
