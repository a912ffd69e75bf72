import { inProcess, overHttp } from '../test/real-node.ts';
import { transportConformance } from './transport-suite.ts';

transportConformance('in process', inProcess);
transportConformance('over HTTP', overHttp);
