import type { ModelLayout } from '../../../shared/models.ts';

/** The ways a detector's outputs are read, as people call them. */
export const layoutNames: Record<ModelLayout, string> = {
  ssd: 'SSD with anchors',
  yolov5: 'YOLOv5 (boxes with objectness)',
  yolov8: 'YOLOv8 and YOLO11 (boxes and classes)',
  endToEnd: 'End to end (boxes already chosen, as YOLOv10 and YOLO26)',
  yolox: 'YOLOX (on a grid)',
  detr: 'DETR, RT-DETR, D-FINE (logits and boxes)',
  detrPostprocessed: 'DETR with chosen boxes (labels, boxes, scores)',
};
