// One mug for the handle head: cone body, torus handle, a table and a wall.
// The camera and every number stand in front of this file, put there by training.ts, which so knows the truth exactly.
global_settings { assumed_gamma 1.0 max_trace_level 6 }

#declare Ceramic = finish { ambient 0.12 diffuse 0.75 specular 0.5 roughness 0.02 reflection { 0.02, 0.10 } }
#declare TopRadius = BaseRadius * Taper;

light_source { <LightX, 5, -4> rgb 1.0 area_light <1.2, 0, 0>, <0, 0, 1.2>, 4, 4 adaptive 1 jitter }
light_source { <-LightX, 3, -3> rgb 0.25 shadowless }
sky_sphere { pigment { gradient y color_map { [0 rgb WallColour * 0.8] [1 rgb 0.9] } } }
plane { z, 4
  pigment { bozo turbulence 0.6 color_map { [0 rgb WallColour] [1 rgb WallColour * 0.6] } scale 1.3 }
  finish { ambient 0.2 diffuse 0.7 }
}
plane { y, -0.002
  #if (WoodenTable)
    pigment { wood turbulence 0.06 color_map { [0 rgb <0.45, 0.28, 0.14>] [1 rgb <0.62, 0.42, 0.24>] } scale 0.25 rotate 85 * y }
  #else
    pigment { rgb TableColour }
  #end
  finish { diffuse 0.75 ambient 0.12 reflection 0.04 specular 0.1 }
}

#declare Body = difference {
  cone { 0, BaseRadius, Height * y, TopRadius }
  cone { 0.05 * y, BaseRadius - 0.035, (Height + 0.01) * y, TopRadius - 0.035 }
  pigment { rgb MugColour } finish { Ceramic }
}
#declare Rim = torus { TopRadius - 0.0175, 0.0175 translate Height * y pigment { rgb MugColour } finish { Ceramic } }
#declare Coffee = cylinder {
  Height * 0.80 * y, Height * 0.82 * y, min(BaseRadius, TopRadius) - 0.03
  pigment { rgb <0.16, 0.08, 0.04> } finish { ambient 0.1 diffuse 0.6 reflection 0.08 specular 0.4 }
}
#declare Handle = difference {
  torus { HandleReach, HandleThickness rotate 90 * x scale <1, HandleHalfHeight / HandleReach, 1>
    translate <HandleAxis, Height * 0.5, 0> }
  cone { -y, BaseRadius - 0.02, (Height + 1) * y, TopRadius - 0.02 }
  pigment { rgb HandleColour } finish { Ceramic }
}
#declare Print = difference {
  cone { 0.2 * y, BaseRadius + 0.0015, Height * 0.8 * y, BaseRadius * (1 + (Taper - 1) * 0.8) + 0.0015 }
  cone { 0, BaseRadius - 0.002, Height * y, TopRadius - 0.002 }
  box { <-2, -1, 0>, <2, 3, 2> }
  box { <-2, -1, -2>, <-PrintHalfWidth, 3, 2> }
  box { <PrintHalfWidth, -1, -2>, <2, 3, 2> }
  pigment { checker rgb PrintColourA rgb PrintColourB scale 0.08 } finish { Ceramic }
}

union {
  object { Body }
  object { Rim }
  object { Coffee }
  object { Handle }
  #if (PrintHalfWidth > 0) object { Print } #end
  rotate -YawDegrees * y
  rotate -TiltDegrees * z
}
