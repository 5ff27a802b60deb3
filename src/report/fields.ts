import { z } from 'zod';

/** The fields of a report, with their descriptions for its JSON Schema. */
export const text = (description: string) => z.string().meta({ description });
export const textOrNull = (description: string) => z.string().nullable().meta({ description });
export const count = (description: string) => z.int().min(0).meta({ description });

/** A timestamp; the API's own are passed on as they are. */
export const time = () => z.string().meta({ format: 'date-time' });
